// The plan as the Go package writes it. Only what the page reads is here.

export type Json = null | boolean | number | bigint | string | Json[] | { [name: string]: Json };

export interface Plan {
  formatVersion: number;
  api: API;
  app: App;
}

export interface API {
  title: string;
  version?: string;
  description?: string;
  specVersion?: string;
  servers: Server[];
  operations: Operation[];
  schemas: Map<string, Schema>;
  securitySchemes: Map<string, SecurityScheme>;
}

export interface Server {
  url: string;
  name?: string;
  description?: string;
  variables?: ServerVariable[];
}

export interface ServerVariable {
  name: string;
  default: string;
  enum?: string[];
  description?: string;
}

export interface Operation {
  id: string;
  method: string;
  path: string;
  summary?: string;
  description?: string;
  tags?: string[];
  webhook?: boolean;
  deprecated?: boolean;
  parameters?: Parameter[];
  body?: Body;
  responses?: Answers[];
  security?: SecurityUse[][];
  servers?: Server[];
  callbacks?: Operation[];
}

export interface Parameter {
  name: string;
  in: string;
  description?: string;
  required?: boolean;
  deprecated?: boolean;
  style?: string;
  explode?: boolean;
  allowReserved?: boolean;
  allowEmptyValue?: boolean;
  schema?: Schema;
  content?: MediaType[];
  examples?: Example[];
}

export interface Body {
  description?: string;
  required?: boolean;
  content?: MediaType[];
}

export interface Answers {
  status: string;
  summary?: string;
  description?: string;
  content?: MediaType[];
}

export interface MediaType {
  type: string;
  schema?: Schema;
  itemSchema?: Schema;
  encoding?: Encoding[];
  examples?: Example[];
}

export interface Encoding {
  property: string;
  contentType?: string;
  style?: string;
  explode?: boolean;
  allowReserved?: boolean;
}

export interface Example {
  name?: string;
  summary?: string;
  value: Json;
}

export interface SecurityUse {
  scheme: string;
  scopes?: string[];
}

export interface SecurityScheme {
  type: string;
  description?: string;
  in?: string;
  name?: string;
  scheme?: string;
  bearerFormat?: string;
  openIdConnectUrl?: string;
  flows?: { type: string; authorizationUrl?: string; tokenUrl?: string }[];
  deprecated?: boolean;
}

export interface Schema {
  ref?: string;
  never?: boolean;
  types?: string[];
  title?: string;
  description?: string;
  format?: string;
  enum?: Json[];
  const?: Json;
  default?: Json;
  examples?: Json[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  multipleOf?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  contentMediaType?: string;
  contentEncoding?: string;
  readOnly?: boolean;
  writeOnly?: boolean;
  deprecated?: boolean;
  properties?: Property[];
  required?: string[];
  patternProperties?: Property[];
  additionalProperties?: Schema;
  items?: Schema;
  prefixItems?: Schema[];
  allOf?: Schema[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  discriminator?: Discriminator;
}

export interface Property {
  name: string;
  schema: Schema;
}

export interface Discriminator {
  property: string;
  mapping?: { value: string; ref: string }[];
}

export interface App {
  title: string;
  description?: string;
  resources: Resource[];
  labels: Map<string, string>;
}

export interface Resource {
  id: string;
  title: string;
  description?: string;
  group?: string;
  views: View[];
}

export interface View {
  operation: string;
  kind: string;
  title: string;
  help?: string;
  submit: string;
  confirm?: string;
  fields?: Field[];
  rows?: string;
  columns?: Column[];
  page?: Pagination;
  prefill?: string;
  links?: Link[];
}

export interface Field {
  in: string;
  name: string;
  label?: string;
  help?: string;
  widget?: string;
  advanced?: boolean;
}

export interface Column {
  path: string;
  label?: string;
  format?: string;
}

export interface Pagination {
  style: string;
  param: string;
  first?: number;
  size?: string;
  next?: string;
  total?: string;
}

export interface Link {
  operation: string;
  title?: string;
  field?: string;
  params?: LinkParam[];
}

export interface LinkParam {
  name: string;
  from: string;
  value: string;
}
