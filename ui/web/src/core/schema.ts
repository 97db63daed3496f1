// Schemas, made flat: what a form needs to know of a schema after references
// are followed and allOf is merged. One level at a time, so that cycles and
// wide trees cost nothing until somebody opens them.
import type { Discriminator, Json, Property, Schema } from "./plan";
import { equal } from "./json";

// Group is a choice between schemas that the form must offer.
export interface Group {
  variants: Variant[];
  // Of a choice that only a discriminator's mapping names: its property, and
  // the schema that stands for each value.
  property?: string;
  targets?: Map<Schema, string>;
}

export interface Variant {
  title: string;
  schema: Schema;
}

type Merged = "ref" | "allOf" | "oneOf" | "anyOf" | "discriminator" | "properties";

export interface Flat extends Omit<Schema, Merged> {
  name: string; // of the schema in the description, "" where it has none
  nullable: boolean;
  properties: Map<string, Schema>;
  groups: Group[];
}

export type Kind = "const" | "enum" | "choice" | "object" | "array" | "boolean" | "number" | "integer" | "string" | "any" | "never";

const rules = ["maximum", "exclusiveMaximum", "maxLength", "maxItems", "minimum", "exclusiveMinimum", "minLength", "minItems"] as const;

export class SchemaBook {
  private readonly flats = new WeakMap<Schema, Flat>();
  private readonly open = new Set<Schema>(); // being made flat: schemas that contain themselves end here

  constructor(private readonly schemas: Map<string, Schema>) {}

  flat(schema: Schema | undefined): Flat {
    if (!schema) return empty();
    const known = this.flats.get(schema);
    if (known) return known;
    if (this.open.has(schema) || this.open.size > 200) return empty();
    this.open.add(schema);
    try {
      const flat = this.make(schema);
      this.flats.set(schema, flat);
      return flat;
    } finally {
      this.open.delete(schema);
    }
  }

  private make(schema: Schema): Flat {
    let out = empty();
    if (schema.ref !== undefined) {
      out = merge(out, this.flat(this.schemas.get(schema.ref)));
      out.name ||= lastName(schema.ref);
    }
    for (const part of schema.allOf ?? []) {
      const flat = this.flat(part);
      out = merge(out, { ...flat, name: "", title: schema.title ?? (out.title || undefined) });
    }
    const { ref: _r, allOf: _a, oneOf, anyOf, discriminator, properties, types, ...rest } = schema;
    const self: Flat = {
      ...rest,
      name: "",
      nullable: !!types?.includes("null") || !!schema.enum?.includes(null),
      properties: new Map((properties ?? []).map((p: Property) => [p.name, p.schema])),
      groups: [],
    };
    const real = types?.filter((type) => type !== "null");
    if (real?.length) self.types = real;
    else if (types?.length && !schema.ref && !schema.allOf && !oneOf && !anyOf) self.const = null;
    out = merge(out, self);
    for (const variants of [oneOf, anyOf]) {
      if (variants?.length) out = this.addChoice(out, variants, discriminator);
    }
    if (discriminator && !oneOf && !anyOf) out = this.addMapping(out, discriminator, schema);
    return settle(out, schema);
  }

  // addChoice offers oneOf and anyOf. A null among them only means that the
  // value may be null, and a choice of one is no choice.
  private addChoice(out: Flat, variants: Schema[], discriminator?: Discriminator): Flat {
    const real = variants.filter((v) => !isNull(this.flat(v)));
    if (real.length < variants.length) out = { ...out, nullable: true };
    if (real.length === 0 || real.every(onlyRequires)) return out;
    if (real.length === 1) return merge(out, this.flat(real[0]));
    const flats = real.map((v) => this.flat(v));
    const fixed = flats.map((f) => fixedValue(f));
    if (fixed.every((v) => v !== undefined) && out.properties.size === 0) {
      return { ...out, enum: flats.flatMap((f, i) => (f.enum ?? [fixed[i] as Json])) };
    }
    const list = real.map((variant, i) => ({
      title: variantTitle(flats[i]!, i, discriminator, variant, flats.some((other, j) => j !== i && other.title === flats[i]!.title)),
      schema: tagged(variant, discriminator),
    }));
    return { ...out, groups: [...out.groups, { variants: list }] };
  }

  // addMapping offers the schemas that only a discriminator names: children
  // that contain this schema by allOf.
  private addMapping(out: Flat, discriminator: Discriminator, self: Schema): Flat {
    const mapping = discriminator.mapping ?? [];
    if (mapping.length === 0) return out;
    const list = mapping.map(({ value, ref }) => ({
      title: value,
      schema: this.schemas.get(ref) === self ? this.withoutChoice(self, discriminator, value) : tagAs({ ref }, discriminator.property, value),
    }));
    const targets = new Map<Schema, string>();
    for (const { value, ref } of mapping) {
      const target = this.schemas.get(ref);
      if (target && target !== self) targets.set(target, value);
    }
    return { ...out, groups: [...out.groups, { variants: list, property: discriminator.property, targets }] };
  }

  private withoutChoice(self: Schema, discriminator: Discriminator, value: string): Schema {
    const { discriminator: _d, ...rest } = self;
    return tagAs(rest, discriminator.property, value);
  }

  // choose is the flat schema once a variant of a group is taken.
  choose(flat: Flat, group: Group, variant: Variant): Flat {
    const base: Flat = { ...flat, groups: flat.groups.filter((g) => g !== group) };
    const taken = this.flat(variant.schema);
    const merged = merge(base, taken);
    return { ...merged, title: flat.title, name: flat.name, default: taken.default ?? flat.default };
  }

  // kind says which control a flat schema needs.
  kind(flat: Flat): Kind {
    if (flat.never) return "never";
    if (flat.const !== undefined) return "const";
    if (flat.enum?.length) return "enum";
    if (flat.groups.length) return "choice";
    const types = flat.types ?? [];
    if (types.length > 1) {
      const plain = types.filter((t) => t !== "object" && t !== "array");
      if (types.length === 2 && types.includes("integer") && types.includes("number")) return "number";
      return plain.length === types.length && !types.includes("string") ? "any" : plain.length === types.length ? "string" : "any";
    }
    const [type] = types;
    if (type === "object" || type === "array" || type === "boolean" || type === "number" || type === "integer" || type === "string") return type;
    if (type === "file") return "string";
    if (flat.properties.size || flat.additionalProperties || flat.patternProperties?.length) return "object";
    if (flat.items || flat.prefixItems?.length) return "array";
    if (flat.format || flat.pattern || flat.minLength !== undefined || flat.maxLength !== undefined || flat.contentMediaType) return "string";
    if (flat.minimum !== undefined || flat.maximum !== undefined || flat.multipleOf !== undefined) return "number";
    return "any";
  }

  // fits says whether a value could belong to a schema: enough to find the
  // variant that an existing value was made by.
  fits(flat: Flat, value: Json | undefined, depth = 0): number {
    if (flat.const !== undefined) return equal(flat.const, value) ? 3 : -1;
    if (flat.enum?.length) return flat.enum.some((v) => equal(v, value)) ? 2 : -1;
    if (value === null) return flat.nullable ? 1 : -1;
    const type = Array.isArray(value) ? "array" : typeof value === "bigint" ? "integer" : typeof value;
    const types = flat.types;
    if (types?.length && !types.includes(type) && !(type === "number" && types.includes("integer") && Number.isInteger(value))) return -1;
    let score = types?.length ? 1 : 0;
    if (type !== "object" || depth > 2) return score;
    const object = value as { [name: string]: Json };
    for (const name of flat.required ?? []) if (!Object.hasOwn(object, name)) return -1;
    for (const [name, schema] of flat.properties) {
      if (!Object.hasOwn(object, name)) continue;
      const inner = this.flat(schema);
      const fit = this.kind(inner) === "choice" ? 0 : this.fits(inner, object[name], depth + 1);
      if (fit < 0) return -1;
      score += 1 + fit;
    }
    return score;
  }
}

// settle makes the choices that are made by standing in one of the schemas to
// choose from: a Dog that contains Pet is a dog.
function settle(flat: Flat, schema: Schema): Flat {
  const made = flat.groups.filter((g) => g.targets?.has(schema));
  if (made.length === 0) return flat;
  const out: Flat = { ...flat, groups: flat.groups.filter((g) => !made.includes(g)), properties: new Map(flat.properties) };
  for (const group of made) out.properties.set(group.property!, { const: group.targets!.get(schema)! });
  return out;
}

function empty(): Flat {
  return { name: "", nullable: false, properties: new Map(), groups: [] };
}

// merge is what both schemas ask for, as far as a form can show it.
function merge(a: Flat, b: Flat): Flat {
  const out: Flat = { ...a };
  for (const [key, value] of Object.entries(b)) {
    if (value !== undefined) Object.assign(out, { [key]: value });
  }
  out.name = a.name || b.name;
  out.nullable = a.nullable || b.nullable;
  out.groups = [...a.groups, ...b.groups];
  if (a.types && b.types) {
    const both = a.types.filter((t) => b.types!.includes(t) || (t === "integer" && b.types!.includes("number")));
    out.types = both.length ? both : b.types.includes("integer") && a.types.includes("number") ? ["integer"] : b.types;
  }
  if (a.enum && b.enum) {
    const both = a.enum.filter((v) => b.enum!.some((w) => equal(v, w)));
    out.enum = both.length ? both : b.enum;
  }
  if (a.required || b.required) out.required = [...new Set([...(a.required ?? []), ...(b.required ?? [])])];
  for (const rule of rules) {
    const [x, y] = [a[rule], b[rule]];
    if (x !== undefined && y !== undefined) out[rule] = rule.startsWith("max") || rule === "exclusiveMaximum" ? Math.min(x, y) : Math.max(x, y);
  }
  out.properties = new Map(a.properties);
  for (const [name, schema] of b.properties) {
    const old = out.properties.get(name);
    out.properties.set(name, old && old !== schema ? { allOf: [old, schema] } : schema);
  }
  out.readOnly = a.readOnly || b.readOnly || undefined;
  out.writeOnly = a.writeOnly || b.writeOnly || undefined;
  return out;
}

// tagged adds the value of the discriminator to a variant.
function tagged(variant: Schema, discriminator?: Discriminator): Schema {
  const entry = discriminator?.mapping?.find((m) => m.ref === variant.ref && variant.ref !== undefined);
  return discriminator && entry ? tagAs(variant, discriminator.property, entry.value) : variant;
}

function tagAs(variant: Schema, property: string, value: string): Schema {
  const tag = { name: property, schema: { const: value } };
  return { allOf: [variant, { properties: [tag], required: [property] }] };
}

// onlyRequires is a variant such as {required: [a]}: a rule, not another form.
function onlyRequires(schema: Schema): boolean {
  return Object.keys(schema).every((key) => key === "required" || key === "not");
}

function isNull(flat: Flat): boolean {
  return flat.const === null || (flat.enum?.length === 1 && flat.enum[0] === null);
}

function fixedValue(flat: Flat): Json | undefined {
  if (flat.groups.length) return undefined;
  return flat.const !== undefined ? flat.const : flat.enum?.length ? flat.enum[0] : undefined;
}

function variantTitle(flat: Flat, index: number, discriminator: Discriminator | undefined, variant: Schema, doubtful: boolean): string {
  const entry = discriminator?.mapping?.find((m) => m.ref === variant.ref && variant.ref !== undefined);
  if (flat.title && !doubtful) return flat.title;
  if (entry) return entry.value;
  if (flat.name) return flat.name;
  const types = flat.types?.join(" or ");
  if (types === "array") return "list";
  if (types === "object" || (!types && flat.properties.size)) {
    const names = flat.required?.length ? flat.required : [...flat.properties.keys()];
    return names.length ? names.slice(0, 3).join(", ") : `option ${index + 1}`;
  }
  return flat.format ?? types ?? `option ${index + 1}`;
}

function lastName(ref: string): string {
  return ref.slice(ref.lastIndexOf("/") + 1);
}
