import { strict as assert } from "node:assert";
import { test } from "node:test";
import { encode, headerText, pathText, queryPairs } from "../src/core/style";

const list = ["blue", "black", "brown"];
const object = { R: 100, G: 200, B: 150 };

// The table of OpenAPI 3.1, section 4.8.12.4, row by row, with lists and
// objects in label and simple joined as RFC 6570 says.
const path: [style: string, explode: boolean, empty: string, text: string, list: string, object: string][] = [
  ["matrix", false, ";color", ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"],
  ["matrix", true, ";color", ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"],
  ["label", false, ".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"],
  ["label", true, ".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"],
  ["simple", false, "", "blue", "blue,black,brown", "R,100,G,200,B,150"],
  ["simple", true, "", "blue", "blue,black,brown", "R=100,G=200,B=150"],
];

for (const [style, explode, ...want] of path) {
  test(`path ${style}, explode ${explode}`, () => {
    const got = ["", "blue", list, object].map((value) => pathText({ name: "color", style, explode }, value));
    assert.deepEqual(got, want);
  });
}

const query: [style: string, explode: boolean, empty: string, text: string, list: string, object: string][] = [
  ["form", false, "color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"],
  ["form", true, "color=", "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"],
  ["spaceDelimited", false, "color=", "color=blue", "color=blue%20black%20brown", "color=R%20100%20G%20200%20B%20150"],
  ["pipeDelimited", false, "color=", "color=blue", "color=blue%7Cblack%7Cbrown", "color=R%7C100%7CG%7C200%7CB%7C150"],
  ["deepObject", true, "color=", "color=blue", "color%5B%5D=blue&color%5B%5D=black&color%5B%5D=brown", "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"],
  ["spaceDelimited", true, "color=", "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"],
];

for (const [style, explode, ...want] of query) {
  test(`query ${style}, explode ${explode}`, () => {
    const got = ["", "blue", list, object].map((value) => queryPairs({ name: "color", style, explode }, value).join("&"));
    assert.deepEqual(got, want);
  });
}

test("header simple", () => {
  assert.equal(headerText({ name: "X", style: "simple" }, list), "blue,black,brown");
  assert.equal(headerText({ name: "X", style: "simple" }, object), "R,100,G,200,B,150");
  assert.equal(headerText({ name: "X", style: "simple", explode: true }, object), "R=100,G=200,B=150");
  assert.equal(headerText({ name: "X", content: [{ type: "application/json" }] }, object), '{"R":100,"G":200,"B":150}');
});

test("nothing to send is not sent", () => {
  for (const value of [undefined, [], {}, [null, undefined], { a: null }]) {
    assert.deepEqual(queryPairs({ name: "x", style: "form", explode: true }, value), []);
  }
});

test("values cannot break out of their place", () => {
  assert.equal(pathText({ name: "id", style: "simple" }, "a/b?c#d;e,f"), "a%2Fb%3Fc%23d%3Be%2Cf");
  assert.deepEqual(queryPairs({ name: "a&b", style: "form" }, "1&2=3#4+5 6"), ["a%26b=1%262%3D3%234%2B5%206"]);
  assert.equal(pathText({ name: "id", style: "simple" }, ["a,b", "c"]), "a%2Cb,c");
  assert.equal(encode("!'()*"), "%21%27%28%29%2A");
  assert.equal(encode("\ud800"), "%EF%BF%BD"); // half a surrogate pair must not throw
});

test("allowReserved keeps what does not end or split the part", () => {
  assert.deepEqual(queryPairs({ name: "q", style: "form", allowReserved: true }, "a/b:c?d,e&f=g#h+i"), ["q=a/b:c?d,e%26f%3Dg%23h%2Bi"]);
  assert.equal(pathText({ name: "p", style: "simple", allowReserved: true }, "a/b?c#d"), "a/b%3Fc%23d");
});

test("deepObject goes down", () => {
  const value = { a: { b: [1, 2] }, c: [{ d: 3 }], e: null };
  assert.deepEqual(queryPairs({ name: "f", style: "deepObject", explode: true }, value), ["f%5Ba%5D%5Bb%5D%5B%5D=1", "f%5Ba%5D%5Bb%5D%5B%5D=2", "f%5Bc%5D%5B0%5D%5Bd%5D=3"]);
});

test("a content parameter is JSON", () => {
  assert.deepEqual(queryPairs({ name: "f", content: [{ type: "application/json" }] }, { a: [1] }), ["f=%7B%22a%22%3A%5B1%5D%7D"]);
});

test("big integers and nested values keep their digits", () => {
  assert.equal(pathText({ name: "id", style: "simple" }, 9007199254740993n), "9007199254740993");
  assert.deepEqual(queryPairs({ name: "f", style: "form" }, [{ a: 1n }]), ["f=%7B%22a%22%3A1%7D"]);
});
