// Session is what the user of the page set: server and credentials. It lives in
// memory, and in the tab's storage only if the user says so.
import type { Model } from "../core/model";
import type { Credential, Credentials } from "../core/auth";
import { masked } from "../core/auth";
import type { Setting } from "../core/request";
import { type Choice, firstChoice } from "../core/server";

export class Session {
  credentials: Credentials = new Map();
  choice: Choice = firstChoice();
  remember = false;
  private readonly listeners: (() => void)[] = [];
  private readonly key: string;

  constructor(private readonly model: Model) {
    this.key = `specloom:${location.pathname}:${model.api.title}`;
    this.load();
  }

  setting(): Setting {
    return { servers: this.model.api.servers, schemes: this.model.api.securitySchemes, choice: this.choice, credentials: this.credentials, here: location.href };
  }

  // shown is the setting for requests that are displayed, without secrets.
  shown(): Setting {
    return { ...this.setting(), credentials: masked(this.credentials, this.model.api.securitySchemes) };
  }

  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  changed(): void {
    this.save();
    for (const listener of this.listeners) listener();
  }

  // Storage can be forbidden, full, or hold what somebody else wrote.
  private load(): void {
    try {
      const saved = JSON.parse(sessionStorage.getItem(this.key) ?? "null") as { credentials?: [string, Credential][]; choice?: [number, [string, string][], string?]; remember?: boolean } | null;
      if (!saved) return;
      if (saved.choice) this.choice = { index: Number(saved.choice[0]) || 0, variables: new Map(saved.choice[1]), custom: saved.choice[2] ?? undefined };
      if (saved.credentials) this.credentials = new Map(saved.credentials);
      this.remember = !!saved.remember;
    } catch {
      // begin anew
    }
  }

  private save(): void {
    try {
      const { index, variables, custom } = this.choice;
      const saved = { choice: [index, [...variables], custom], remember: this.remember, credentials: this.remember ? [...this.credentials] : undefined };
      sessionStorage.setItem(this.key, JSON.stringify(saved));
    } catch {
      // it stays in memory
    }
  }
}
