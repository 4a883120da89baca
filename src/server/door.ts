/** The package's door to the service, `dunnock/server`; inside the house, files import each other directly. */
export { openOpenAiModel, type OpenAiModelOptions } from '../inference/openai-model.ts'
export { buildApp, type AppOptions } from './app.ts'
export { compose, type ComposeOptions } from './compose.ts'
export { readConfig, type Config } from './config.ts'
export { mountApp } from './mount-app.ts'
export { serve } from './serve.ts'
export { type Log, type Services } from './services.ts'
