/** Which tool a document is a configuration of, for the message when it was given to the importer of another. */

export function recognize(document: unknown): string | undefined {
  if (Array.isArray(document)) {
    if (document.some((one) => has(one, 'conditions'))) return 'json-rules';
    return document.some((one) => has(one, 'litellm_params'))
      ? 'a list of LiteLLM models: put it under `model_list:`'
      : undefined;
  }
  if (has(document, 'model_list') || has(document, 'litellm_settings') || has(document, 'router_settings'))
    return 'litellm';
  if (has(document, 'targets') || hasStrategy(document) || has(document, 'virtual_key')) return 'portkey';
  if (has(document, 'rules') || has(document, 'conditions')) return 'json-rules';
  if (has(document, 'apiVersion') && has(document, 'kind'))
    return 'a Kubernetes manifest: use the configuration inside its `data`';
  if (has(document, 'services')) return 'a Docker Compose file';
  if (has(document, 'proxy_config')) return 'values of a Helm chart: use what is under `proxy_config`';
  return undefined;
}

/** Values of Helm charts have a `strategy`, too: that of a deployment. */
function hasStrategy(document: unknown): boolean {
  if (!has(document, 'strategy')) return false;
  const { strategy } = document as { readonly strategy: unknown };
  return typeof strategy === 'string' || has(strategy, 'mode');
}

function has(value: unknown, key: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key);
}
