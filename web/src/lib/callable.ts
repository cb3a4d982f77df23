/** Functions that answer `{"data": …}` with `{"result": …}`, as Firebase's callables do. */

import { words } from "@/words";
import { appCheckHeaders } from "./app-check";
import { isFields } from "./chunks";
import { functionUrl } from "./config";
import { decodeError } from "./decode";
import { NetworkError, TurnError } from "./errors";

/** Calls a function. Throws a `TurnError` or a `NetworkError`, as a turn does. */
export async function call(
  name: string,
  data: Record<string, unknown>,
  idToken: string,
): Promise<Record<string, unknown>> {
  const response = await fetch(functionUrl(name), {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Authorization: `Bearer ${idToken}`,
      ...(await appCheckHeaders()),
    },
    body: JSON.stringify({ data }),
  }).catch(() => {
    throw new NetworkError();
  });
  const body: unknown = await response.json().catch(() => null);
  const fields = isFields(body) ? body : {};
  if (response.ok && isFields(fields.result)) return fields.result;
  const error = decodeError(fields.error);
  throw new TurnError(
    error?.code ?? "unavailable",
    error ? words.errors.told(error.code, error.message) : words.errors.busy,
    response.status,
    error?.retryAfter ?? null,
  );
}
