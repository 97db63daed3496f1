// Model is the plan with the look-ups that the page needs. Names come from
// strangers, so every look-up by name is a Map: "__proto__" is a name like any
// other.
import type { API, App, Operation, Plan, Resource, View } from "./plan";
import { asked } from "./inputs";
import { SchemaBook } from "./schema";
import { humanise } from "./text";

export interface Place {
  operation: Operation;
  view: View;
  resource: Resource;
}

export class Model {
  readonly api: API;
  readonly app: App;
  readonly book: SchemaBook;
  private readonly places = new Map<string, Place>();
  private readonly resources = new Map<string, Resource>();

  constructor(plan: Plan) {
    this.api = plan.api;
    this.app = plan.app;
    this.book = new SchemaBook(plan.api.schemas);
    const operations = new Map(plan.api.operations.map((op) => [op.id, op.webhook ? op : asked(op, plan.api, this.book)]));
    for (const resource of plan.app.resources) {
      this.resources.set(resource.id, resource);
      for (const view of resource.views) {
        const operation = operations.get(view.operation);
        if (operation) this.places.set(view.operation, { operation, view, resource });
      }
    }
  }

  place(operation: string): Place | undefined {
    return this.places.get(operation);
  }

  resource(id: string): Resource | undefined {
    return this.resources.get(id);
  }

  placesOf(resource: Resource): Place[] {
    return resource.views.flatMap((view) => this.places.get(view.operation) ?? []);
  }

  label(name: string): string {
    return this.app.labels.get(name) || humanise(name);
  }
}

// readPlan checks the little that everything else relies on. Go writes nil
// slices as null, and maps as objects.
export function readPlan(raw: unknown): Plan {
  const plan = raw as Plan & { api: { schemas?: object; securitySchemes?: object }; app: { labels?: object } };
  if (!plan || typeof plan !== "object" || !plan.api || !plan.app) throw new Error("the plan has no API or no app");
  if (plan.formatVersion > 1) throw new Error(`the plan has format version ${plan.formatVersion}`);
  return {
    formatVersion: plan.formatVersion,
    api: {
      ...plan.api,
      servers: plan.api.servers ?? [],
      operations: plan.api.operations ?? [],
      schemas: new Map(Object.entries(plan.api.schemas ?? {})),
      securitySchemes: new Map(Object.entries(plan.api.securitySchemes ?? {})),
    },
    app: {
      ...plan.app,
      resources: (plan.app.resources ?? []).map((resource) => ({ ...resource, views: resource.views ?? [] })),
      labels: new Map(Object.entries(plan.app.labels ?? {})),
    },
  };
}
