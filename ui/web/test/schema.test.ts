import { strict as assert } from "node:assert";
import { test } from "node:test";
import type { Schema } from "../src/core/plan";
import { SchemaBook } from "../src/core/schema";

function book(schemas: { [name: string]: Schema } = {}): SchemaBook {
  return new SchemaBook(new Map(Object.entries(schemas)));
}

const text: Schema = { types: ["string"] };

test("references are followed, keywords beside them count, circles end", () => {
  const b = book({ A: { ref: "B", description: "a" }, B: { types: ["string"], maxLength: 3 }, L: { ref: "L" } });
  const flat = b.flat({ ref: "A", title: "t" });
  assert.deepEqual([flat.types, flat.maxLength, flat.description, flat.title, flat.name], [["string"], 3, "a", "t", "B"]);
  assert.equal(b.kind(b.flat({ ref: "L" })), "any");
  assert.equal(b.kind(b.flat({ ref: "nobody" })), "any");
  assert.equal(b.kind(b.flat({ ref: "__proto__" })), "any");
});

test("allOf is merged: properties, required, the narrower bound", () => {
  const b = book({ Base: { types: ["object"], properties: [{ name: "id", schema: { types: ["integer"], minimum: 0 } }], required: ["id"] } });
  const flat = b.flat({ allOf: [{ ref: "Base" }, { properties: [{ name: "id", schema: { minimum: 5 } }, { name: "n", schema: text }], required: ["n"] }] });
  assert.deepEqual([...flat.properties.keys()], ["id", "n"]);
  assert.deepEqual(flat.required, ["id", "n"]);
  const id = b.flat(flat.properties.get("id"));
  assert.deepEqual([id.types, id.minimum], [["integer"], 5]);
});

test("a schema that contains itself is finite", () => {
  const b = book({ Node: { types: ["object"], properties: [{ name: "child", schema: { ref: "Node" } }], allOf: [{ ref: "Node" }] } });
  const flat = b.flat({ ref: "Node" });
  assert.equal(b.kind(b.flat(flat.properties.get("child"))), "object");
});

test("allOf that doubles at every step is merged in no time", () => {
  const schemas: { [name: string]: Schema } = { S0: { properties: [{ name: "x", schema: text }] } };
  for (let i = 1; i < 150; i++) schemas["S" + i] = { allOf: [{ ref: "S" + (i - 1) }, { ref: "S" + (i - 1) }] };
  const started = performance.now();
  book(schemas).flat({ ref: "S149" });
  assert.ok(performance.now() - started < 500);
});

test("null among the variants means nullable", () => {
  const b = book({ A: { types: ["object"], properties: [{ name: "a", schema: text }] } });
  const flat = b.flat({ oneOf: [{ ref: "A" }, { types: ["null"] }] });
  assert.deepEqual([flat.nullable, b.kind(flat), flat.groups.length], [true, "object", 0]);
  assert.equal(b.flat({ types: ["string", "null"] }).nullable, true);
  assert.equal(b.kind(b.flat({ types: ["string", "null"] })), "string");
});

test("constants of a union are an enum, rules are no choice", () => {
  const b = book();
  assert.deepEqual(b.flat({ oneOf: [{ const: "a" }, { const: "b" }] }).enum, ["a", "b"]);
  const rules = b.flat({ types: ["object"], properties: [{ name: "a", schema: text }], anyOf: [{ required: ["a"] }, { required: ["b"] }] });
  assert.equal(b.kind(rules), "object");
});

const pets: { [name: string]: Schema } = {
  Pet: { types: ["object"], properties: [{ name: "kind", schema: text }, { name: "name", schema: text }], required: ["kind", "name"], discriminator: { property: "kind", mapping: [{ value: "cat", ref: "Cat" }, { value: "dog", ref: "Dog" }] } },
  Cat: { allOf: [{ ref: "Pet" }, { properties: [{ name: "lives", schema: { types: ["integer"] } }] }] },
  Dog: { allOf: [{ ref: "Pet" }, { properties: [{ name: "barks", schema: { types: ["boolean"] } }] }] },
};

test("a discriminator without oneOf is a choice of its mapping", () => {
  const b = book(pets);
  const flat = b.flat({ ref: "Pet" });
  assert.equal(b.kind(flat), "choice");
  assert.deepEqual(flat.groups[0]!.variants.map((v) => v.title), ["cat", "dog"]);
  const dog = b.choose(flat, flat.groups[0]!, flat.groups[0]!.variants[1]!);
  assert.equal(b.kind(dog), "object");
  assert.deepEqual([...dog.properties.keys()], ["kind", "name", "barks"]);
  assert.equal(b.flat(dog.properties.get("kind")).const, "dog");
});

test("who is a dog already is not asked", () => {
  const b = book(pets);
  const dog = b.flat({ ref: "Dog" });
  assert.equal(b.kind(dog), "object");
  assert.equal(b.flat(dog.properties.get("kind")).const, "dog");
});

test("oneOf with a discriminator sets the property, and finds the variant of a value", () => {
  const b = book({ Card: { properties: [{ name: "number", schema: text }], required: ["number"] }, Cash: { properties: [{ name: "coins", schema: { types: ["integer"] } }] } });
  const flat = b.flat({ oneOf: [{ ref: "Card" }, { ref: "Cash" }], discriminator: { property: "type", mapping: [{ value: "card", ref: "Card" }, { value: "cash", ref: "Cash" }] } });
  const chosen = flat.groups[0]!.variants.map((v) => b.choose(flat, flat.groups[0]!, v));
  assert.deepEqual(chosen.map((c) => b.flat(c.properties.get("type")).const), ["card", "cash"]);
  const value = { type: "cash", coins: 3 };
  assert.ok(b.fits(chosen[1]!, value) > b.fits(chosen[0]!, value));
});

test("two groups of variants are two choices", () => {
  const b = book();
  const one = (name: string): Schema => ({ properties: [{ name, schema: text }], required: [name] });
  const flat = b.flat({ allOf: [{ oneOf: [one("a"), one("b")] }, { oneOf: [one("c"), one("d")] }] });
  assert.equal(flat.groups.length, 2);
  const first = b.choose(flat, flat.groups[0]!, flat.groups[0]!.variants[0]!);
  assert.equal(b.kind(first), "choice");
  const second = b.choose(first, first.groups[0]!, first.groups[0]!.variants[1]!);
  assert.deepEqual([...second.properties.keys()], ["a", "d"]);
});

test("names of the language are names like any other", () => {
  const b = book({ constructor: { types: ["object"], properties: [{ name: "__proto__", schema: text }, { name: "toString", schema: text }] } });
  const flat = b.flat({ ref: "constructor" });
  assert.deepEqual([...flat.properties.keys()], ["__proto__", "toString"]);
  assert.equal(b.fits(flat, { a: 1 }), 1);
});
