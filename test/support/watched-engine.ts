import type { Container, Engine } from "../../src/ports/engine.ts";

export interface EngineCallHooks {
  /** Before the engine sees the call; what it throws, the caller sees instead. */
  before?(call: string, index: number): void;
  /** After the engine did what was asked; what it throws, the caller sees instead of the answer. */
  after?(call: string, index: number): void;
}

/** An engine whose every call, those of its containers included, passes two hooks. Calls count from 1. */
export function watchEngine(engine: Engine, hooks: EngineCallHooks): Engine {
  let count = 0;
  const watch = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(object, key) {
        const member: unknown = Reflect.get(object, key);
        if (typeof member !== "function") return member;
        return async (...args: unknown[]) => {
          count += 1;
          const index = count;
          hooks.before?.(String(key), index);
          const answer: unknown = await Reflect.apply(member, object, args);
          hooks.after?.(String(key), index);
          return key === "createContainer" ? watch(answer as Container) : answer;
        };
      },
    });
  return watch(engine);
}
