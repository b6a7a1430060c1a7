// Queries under way: whoever asks what is being asked already gets that answer.
import type { Principal } from '@tributary/auth-kit';
import type { SubgraphCall } from './subgraph-client.ts';

export interface UnderWay {
  /** Sends, unless the same is on its way for the same principal with the same headers: everything that an answer may depend on. */
  joined(call: SubgraphCall, send: (call: SubgraphCall) => Promise<string>): Promise<string>;
}

export function createUnderWay(): UnderWay {
  // By principal first: whoever makes principals keeps them, and a text with one in it would have to be made and hashed for each call.
  const byPrincipal = new Map<Principal, Map<string, Promise<string>>>();
  return {
    joined(call, send) {
      const { principal, forwarded = [], body } = call;
      const question = forwarded.length === 0 ? body : `${JSON.stringify(forwarded)}\n${body}`;
      const asked = byPrincipal.get(principal);
      const same = asked?.get(question);
      if (same !== undefined) return same;
      const answer = send(call);
      const questions = asked ?? new Map<string, Promise<string>>();
      questions.set(question, answer);
      if (asked === undefined) byPrincipal.set(principal, questions);
      const forget = () => {
        questions.delete(question);
        if (questions.size === 0) byPrincipal.delete(principal);
      };
      answer.then(forget, forget);
      return answer;
    },
  };
}
