/** Groups of routes in Swagger UI, for the application's list of tags. */
export const TENANT_CONFIG_TAGS = [
  {
    name: '1 Tenants',
    description: 'Connect an Engage domain and a bot: create a tenant, follow its setup guide, check and change it.',
  },
  { name: '2 Keys', description: 'Who may call this service: keys of administrators and of tenants’ bots.' },
  { name: '5 Audit log', description: 'Changes by administrators, with time and key.' },
  { name: '6 Customers’ data', description: 'Export and erase the data of one end user.' },
] as const;

export const [TENANTS_TAG, KEYS_TAG, AUDIT_TAG, USERS_TAG] = TENANT_CONFIG_TAGS.map(({ name }) => name) as [
  string,
  string,
  string,
  string,
];
