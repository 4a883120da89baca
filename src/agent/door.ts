/** The package's door to the agent, `dunnock/agent`; inside the house, files import each other directly. */
export { type Agent, type AgentDeps, type Decision, type TurnRequest } from './agent.ts'
export { createAgent } from './create-agent.ts'
export { DEFAULT_SETTINGS, LARGE_MODEL_SETTINGS, type AgentSettings } from './settings.ts'
