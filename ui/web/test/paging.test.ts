import { strict as assert } from "node:assert";
import { test } from "node:test";
import { turn } from "../src/core/paging";
import type { Json } from "../src/core/plan";

const rows = (n: number): Json[] => Array.from({ length: n }, (_, i) => ({ id: `r${i}` }));

test("pages, with and without a total", () => {
  const page = { style: "page", param: "p", first: 1, total: "total" };
  assert.deepEqual(turn(page, { total: 45 }, rows(20), "", 20), { total: 45, next: "2", page: 1, from: 1 });
  assert.deepEqual(turn(page, { total: 45 }, rows(5), "3", 20), { total: 45, previous: "2", page: 3, from: 41 });
  assert.equal(turn({ ...page, total: undefined }, null, rows(20), "", 20).next, "2");
  assert.equal(turn({ ...page, total: undefined }, null, rows(7), "", 20).next, undefined);
});

test("offsets step by the size, or by what came", () => {
  const offset = { style: "offset", param: "o" };
  assert.deepEqual(turn(offset, null, rows(10), "20", 10), { next: "30", previous: "10", from: 21 });
  assert.equal(turn(offset, null, rows(25), "", 0).next, "25");
  assert.equal(turn(offset, null, rows(0), "25", 0).next, undefined);
});

test("cursors: a field, an address, the last row", () => {
  const cursor = { style: "cursor", param: "after", next: "meta.next" };
  assert.equal(turn(cursor, { meta: { next: "abc" } }, rows(2), "", 0).next, "abc");
  for (const none of [null, "", false]) assert.equal(turn(cursor, { meta: { next: none } }, rows(2), "", 0).next, undefined);
  assert.equal(turn(cursor, { meta: { next: "https://api.test/x?limit=2&after=q%3D1" } }, rows(2), "", 0).next, "q=1");
  assert.equal(turn(cursor, { meta: { next: "/x?after=z" } }, rows(2), "", 0).next, "z");
  const last = { style: "cursor", param: "starting_after", next: "$last.id" };
  assert.equal(turn(last, { has_more: true }, rows(3), "", 0).next, "r2");
  assert.equal(turn(last, { has_more: false }, rows(3), "", 0).next, undefined);
  assert.equal(turn(last, null, rows(3), "", 10).next, undefined);
  assert.equal(turn(last, null, [], "", 0).next, undefined);
});

test("a position that is no number moves nowhere", () => {
  assert.deepEqual(turn({ style: "page", param: "p", first: 1 }, null, rows(3), "x", 0), {});
});
