/** The package's door to the service, `dunnock/server`; inside the house, files import each other directly. */
export { openServedModel, type ServedModelOptions } from '../inference/served/open-served-model.ts'
export { buildApp, type AppOptions } from './app.ts'
export { compose, type ComposeOptions } from './setup/compose.ts'
export { readConfig, type Config } from './setup/config.ts'
export { mountApp } from './mount-app.ts'
export { serve } from './serve.ts'
export { type Log, type Services } from './setup/services.ts'
