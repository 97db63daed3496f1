import { strict as assert } from "node:assert";
import { test } from "node:test";
import type { Json, Operation, Parameter, Schema } from "../src/core/plan";
import { fromAddress, given, toAddress } from "../src/core/address";
import { hrefOf, parseRoute } from "../src/core/link";
import { headerText, pathText, queryPairs } from "../src/core/style";
import { SchemaBook } from "../src/core/schema";

const text: Schema = { types: ["string"] };
const whole: Schema = { types: ["integer"] };
const schemas = new Map<string, Schema>([["Self", { items: { ref: "Self" } }]]);
const book = new SchemaBook(schemas);

// Each type with values that look like another one's.
const types: { [name: string]: [schema: Schema, ...values: Json[]] } = {
  string: [text, "1.0", "true", "null", '"quoted"', "[1]", "a,b", "12345678901234567890", " ", "ä&=?#%+"],
  integer: [whole, 0, -7, 12345678901234567890n],
  number: [{ types: ["number"] }, 1.5, 1e21, 1e-7],
  boolean: [{ types: ["boolean"] }, true, false],
  versions: [{ types: ["string"], enum: ["1.0", "2.0", "true", "1"] }, "1.0", "2.0", "true", "1"],
  doubtful: [{ enum: [1, "1", true, "true"] }, 1, "1", true, "true"],
  untyped: [{}, "1.0", "hello", "{}", "[1]"],
  several: [{ types: ["string", "array"] }, "a", "1.0", ["1.0", "b"], "a,b"],
  numeric: [{ types: ["boolean", "integer"] }, "7"],
  list: [{ types: ["array"], items: text }, ["1.0"], ["a", "b"], ["a,b"], ["[1]", "2"], ["", "a"], ['"a"']],
  numbers: [{ types: ["array"], items: whole }, [1, 2], [12345678901234567890n]],
  choices: [{ types: ["array"], items: { enum: ["1.0", "-name"] } }, ["1.0"], ["1.0", "-name"]],
  pair: [{ types: ["array"], prefixItems: [text, whole] }, ["1", 1]],
  lists: [{ types: ["array"], items: { types: ["array"], items: whole } }, [[1], [2, 3]]],
  object: [{ types: ["object"], properties: [{ name: "x", schema: text }] }, { x: "1.0", y: 3 }, { x: "a&b" }],
  either: [{ anyOf: [text, whole] }, "a", "007.50", "7", 7, '"7"'],
  oneOrMore: [{ oneOf: [text, { types: ["array"], items: text }] }, "a", "a,b", "1.0", ["a"], ["a", "b"], "[1]"],
};

const styles: [place: string, style: string][] = [
  ["path", "simple"], ["path", "label"], ["path", "matrix"],
  ["query", "form"], ["query", "spaceDelimited"], ["query", "pipeDelimited"], ["query", "deepObject"],
  ["header", "simple"],
];

function wire(param: Parameter, value: unknown): unknown {
  return param.in === "path" ? pathText(param, value) : param.in === "query" ? queryPairs(param, value) : headerText(param, value);
}

for (const [name, [schema, ...values]] of Object.entries(types)) {
  test(`every style survives the round trip through the address: ${name}`, () => {
    for (const [place, style] of styles) {
      for (const explode of [false, true]) {
        const param: Parameter = { name: "p", in: place, style, explode, schema };
        const op: Operation = { id: "o", method: "GET", path: "/", parameters: [param] };
        for (const value of values) {
          const route = parseRoute(hrefOf("op", "o", [["p", toAddress(book, param, value)]]));
          assert.ok(route.to === "operation");
          const back = given(book, op, route.query).get(`${place}:p`);
          assert.deepEqual(back, value, `${style}, explode ${explode}`);
          assert.deepEqual(wire(param, back), wire(param, value));
        }
      }
    }
  });
}

test("JSON in a parameter keeps its types", () => {
  for (const schema of [undefined, {}, { types: ["object"] }] as (Schema | undefined)[]) {
    const param: Parameter = { name: "p", in: "query", content: [{ type: "application/json", schema }] };
    for (const value of [{ a: [1, "1", null] }, ...(schema?.types ? [] : [1, "1", "a", true, [1]])] as Json[]) {
      assert.deepEqual(fromAddress(book, param, toAddress(book, param, value)), value);
    }
  }
  const xml: Parameter = { name: "p", in: "query", content: [{ type: "application/xml", schema: whole }] };
  assert.equal(fromAddress(book, xml, "1"), "1");
});

test("what people write in an address", () => {
  const read = (schema: Schema, written: string, more: Partial<Parameter> = {}) => fromAddress(book, { name: "p", in: "query", schema, ...more }, written);
  assert.equal(read(whole, "1.0"), "1.0"); // not what was meant, and shown as it is
  assert.equal(read(whole, "x"), "x");
  assert.deepEqual(read({ types: ["array"], items: whole }, "1,2"), [1, 2]);
  assert.deepEqual(read({ types: ["array"], items: text }, "1.0,2"), ["1.0", "2"]);
  assert.equal(read(text, ""), undefined);
  assert.equal(read(text, "", { allowEmptyValue: true }), "");
  read({ ref: "Self" }, "1,2"); // comes to an end
});
