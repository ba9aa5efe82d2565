/**
 * Finds an error in a body or an event that came with a success status, in the shapes that servers use. A failure
 * often happens after the status was sent. Knows no failure class.
 */
import { isRecord } from './is-record.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * `{"error": …}` with OpenAI and most others; in an array with Google; `{"object": "error", …}` with LMDeploy and
 * older vLLM; `{"base_resp": {…}}` with MiniMax; `{"error_code": …}` with Baidu; `{"code": …, "msg": …}` with Zhipu,
 * DashScope and gateways; `{"detail": …}` with FastAPI. The result has an `error` member. Undefined where there is no
 * error.
 */
export function errorIn(json: unknown): Json | undefined {
  if (Array.isArray(json)) return errorIn(json[0]);
  if (!isRecord(json)) return undefined;
  const { error } = json;
  if (isRecord(error) || (typeof error === 'string' && error !== '')) return json;
  const errors = json['errors'];
  if (Array.isArray(errors) && errors.length > 0)
    return { error: isRecord(errors[0]) ? errors[0] : { message: String(errors[0]) } };
  if (json['object'] === 'error') return { error: json };
  const choices = json['choices'];
  if (Array.isArray(choices) && choices.length > 0) return undefined;
  return enveloped(json);
}

/** Only where there is no answer: some of these members also come with answers and report success. */
function enveloped(json: Json): Json | undefined {
  const base = json['base_resp'];
  if (isRecord(base) && base['status_code'] !== undefined && Number(base['status_code']) !== 0) {
    return { error: { code: base['status_code'], message: base['status_msg'] } };
  }
  if (json['error_code'] != null && Number(json['error_code']) !== 0) {
    return { error: { code: json['error_code'], message: json['error_msg'] } };
  }
  const said = json['message'] ?? json['msg'] ?? json['detail'];
  const code = json['code'] ?? json['status'] ?? json['statusCode'];
  if (typeof said === 'string' && said !== '' && (code != null || json['detail'] === said)) {
    return { error: { ...(code != null ? { code } : {}), message: said } };
  }
  return Array.isArray(json['detail']) ? { error: { message: JSON.stringify(json['detail']) } } : undefined;
}

/** OpenRouter reports a provider that failed in the middle of an answer inside the choice. */
export function errorOfChoice(choice: Json): Json | undefined {
  const { error } = choice;
  return isRecord(error) || (typeof error === 'string' && error !== '') ? { error } : undefined;
}
