import { afterAll, beforeAll, expect, test } from "vitest";
import { findCommit } from "../../../src/git/find-commit.ts";
