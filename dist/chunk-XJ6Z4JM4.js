process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);

// src/text/read-json.ts
function readJson(json, schema) {
  try {
    return schema.parse(JSON.parse(typeof json === "string" ? json : new TextDecoder().decode(json)));
  } catch {
    return void 0;
  }
}

export {
  readJson
};
