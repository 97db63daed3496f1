// The plan lies in the page as gzip in base64.
import type { Plan } from "../core/plan";
import { readPlan } from "../core/model";
import { parse } from "../core/json";

export async function loadPlan(): Promise<Plan> {
  if (typeof DecompressionStream === "undefined") throw new Error("This browser is too old for this page: it cannot unpack compressed data. Any browser of 2023 or later can.");
  const text = document.getElementById("specloom-plan")?.textContent ?? "";
  const packed = Uint8Array.from(atob(text.trim()), (char) => char.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return readPlan(parse(await new Response(stream).text()));
}
