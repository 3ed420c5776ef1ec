/** Groups of routes in Swagger UI, for the application's list of tags. */
export const TENANT_CONFIG_TAGS = [
  {
    name: 'Tenants',
    description: 'Connect an Engage domain and a bot: create a tenant, follow its setup guide, check and change it.',
  },
  { name: 'Keys', description: "Keys of administrators and of tenants' bots." },
  { name: 'Audit log', description: 'Changes by administrators, with time and key.' },
  { name: "Customers' data", description: 'Export and erase the data of one end user.' },
] as const;

export const [TENANTS_TAG, KEYS_TAG, AUDIT_TAG, USERS_TAG] = TENANT_CONFIG_TAGS.map(({ name }) => name) as [
  string,
  string,
  string,
  string,
];
