// Measures the JavaScript, by TypeScript's own parser: how long each function is, and what a module keeps that changes.
// Usage: node tests/javascript.mjs TYPESCRIPT FILE...; prints JSON, {functions: [{file, line, name, lines}], state: [{file, line, name}]}.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const [typescript, ...files] = process.argv.slice(2);
const ts = createRequire(import.meta.url)(resolve(typescript));
const functions = [];
const state = [];

for (const file of files) {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
  const lineOf = (at) => source.getLineAndCharacterOfPosition(at).line + 1;
  const visit = (node) => {
    if (ts.isFunctionLike(node) && node.body) {
      const line = lineOf(node.getStart(source));
      const named = node.name ?? (ts.isVariableDeclaration(node.parent) || ts.isPropertyAssignment(node.parent) ? node.parent.name : null);
      functions.push({ file, line, name: named?.getText(source) ?? "", lines: lineOf(node.end) - line + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement) || statement.declarationList.flags & ts.NodeFlags.Const) continue;
    for (const { name } of statement.declarationList.declarations) state.push({ file, line: lineOf(name.getStart(source)), name: name.getText(source) });
  }
}
process.stdout.write(JSON.stringify({ functions, state }));
