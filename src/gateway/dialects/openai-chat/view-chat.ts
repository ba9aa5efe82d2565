/** The entry to the chat dialect for code that needs only the facts of a body: the service and `llmr explain`. */
export { messageInput, readRequest as viewChat } from './read-request.ts';
export { requestFault as chatBodyFault } from './request-fault.ts';
