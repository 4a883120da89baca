/** Who calls with the key has the rule set. */
export type Tenant = { readonly ruleSet: string; readonly key: string }
