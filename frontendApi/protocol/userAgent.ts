/** How our requests name themselves: Clerk lists the devices of a person by it. */
export const USER_AGENT = 'n8n-nodes-clerk-sessions';
