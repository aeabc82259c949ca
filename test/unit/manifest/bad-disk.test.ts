import { expect, test } from "vitest";
import { good, problemsOf } from "./manifest-text.ts";

/** Settings of the disk watch that can't be: each with what is said of it, as line:column and message. */
const CASES: readonly { readonly title: string; readonly given: string; readonly says: readonly string[] }[] =
  [
    {
      title: "a danger that the plan may reach",
      given: good("disk: { reserve: 1GB, critical: 2GB }\n"),
      says: [
        "7:33: `disk.critical` is more than `reserve`, down to which the plan may use the disk; write at most the reserve, or a larger `reserve`",
      ],
    },
    {
      title: "a danger that a phase would begin in",
      given: good("disk: { before: 100MB, critical: 200MB }\n"),
      says: [
        "7:34: `disk.critical` is more than `before`: a phase would begin in danger; write at most what `before` says",
      ],
    },
    {
      title: "a cleanup that doesn't end the danger",
      given: good("disk: { critical: 200MB, after_cleanup: 100MB }\n"),
      says: [
        "7:41: `disk.after_cleanup` is less than `critical`, which would stop the phase all the same; write at least as much",
      ],
    },
    {
      title: "intervals too short and too long",
      given: good("disk: { interval: 1ms }\n"),
      says: ["7:19: `disk.interval` must be from 100ms to 1m, or `0s` for no watch; write `1s`"],
    },
    {
      title: "a duration without unit",
      given: good("disk: { interval: 1 }\n"),
      says: [
        "7:19: `disk.interval` must be a duration, not a number; write a number and a unit, such as `1s`",
      ],
    },
    {
      title: "a duration without unit in quotes",
      given: good('disk: { interval: "1" }\n'),
      says: ["7:19: `disk.interval`: `1` has no unit; write `1s` for seconds"],
    },
    {
      title: "a unit of time that is none",
      given: good("disk: { interval: 1 sec }\n"),
      says: ["7:19: `disk.interval`: `sec` isn't a unit of time; write ms, s, m or h, such as `1s`"],
    },
    {
      title: "no duration at all",
      given: good("disk: { interval: often }\n"),
      says: ["7:19: `disk.interval`: `often` isn't a duration; write a number and a unit, such as `1s`"],
    },
    {
      title: "a duration of days",
      given: good("disk: { interval: 25h }\n"),
      says: ["7:19: `disk.interval`: `25h` is longer than a day; write a shorter duration"],
    },
    {
      title: "a share without `%`",
      given: good("disk: { max_used: 80 }\n"),
      says: [
        "7:19: `disk.max_used` must be a percentage, not a number; write a number and `%`, such as `80%`",
      ],
    },
    {
      title: "more than all of a disk",
      given: good("disk: { max_used: 180% }\n"),
      says: ["7:19: `disk.max_used`: `180%` is more than all of it; write at most `100%`"],
    },
    {
      title: "no percentage at all",
      given: good("disk: { max_used: most }\n"),
      says: ["7:19: `disk.max_used`: `most` isn't a percentage; write a number and `%`, such as `80%`"],
    },
  ];

test.each(CASES)("$title", ({ given, says }) => {
  expect(problemsOf(given)).toEqual(says);
});
