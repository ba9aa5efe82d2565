/**
 * The door to the chat dialect for whoever needs facts of a body and no more: the service's intake and `llmr explain`.
 */
export { readRequest as viewChat, statedUser } from '../dialects/openai-chat/read-request.ts';
export { requestFault as chatBodyFault } from '../dialects/openai-chat/request-fault.ts';
