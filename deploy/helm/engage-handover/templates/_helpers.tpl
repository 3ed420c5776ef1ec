{{- define "engage-handover.labels" -}}
app.kubernetes.io/name: engage-handover
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ printf "%q" .Chart.AppVersion }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{- define "engage-handover.monitoringLabels" -}}
{{ include "engage-handover.labels" . }}
{{- range $name, $value := .Values.metrics.labels }}
{{ $name }}: {{ printf "%q" $value }}
{{- end }}
{{- end }}

{{- define "engage-handover.image" -}}
{{ .Values.image.repository }}:{{ if .Values.image.tag }}{{ .Values.image.tag }}{{ else }}{{ .Chart.AppVersion }}{{ end }}
{{- end }}

{{- define "engage-handover.containerSecurity" -}}
{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: [ALL] } }
{{- end }}

{{- define "engage-handover.podSecurity" -}}
{ runAsNonRoot: true, runAsUser: 1000, runAsGroup: 1000, seccompProfile: { type: RuntimeDefault } }
{{- end }}

{{- define "engage-handover.environment" -}}
- { name: NODE_ENV, value: production }
- { name: LOG_FORMAT, value: json }
- { name: PORT, value: "3000" }
- { name: PUBLIC_URL, value: {{ printf "%q" .Values.publicUrl }} }
- { name: DATABASE_URL, valueFrom: { secretKeyRef: { name: {{ .Values.existingSecret }}, key: DATABASE_URL } } }
- { name: ADMIN_API_KEY, valueFrom: { secretKeyRef: { name: {{ .Values.existingSecret }}, key: ADMIN_API_KEY } } }
- { name: SECRETS_KEYS, valueFrom: { secretKeyRef: { name: {{ .Values.existingSecret }}, key: SECRETS_KEYS } } }
- { name: ENGAGE_VERIFY_TOKEN, valueFrom: { secretKeyRef: { name: {{ .Values.existingSecret }}, key: ENGAGE_VERIFY_TOKEN, optional: true } } }
{{- range $name, $value := .Values.settings }}
- { name: {{ $name }}, value: {{ printf "%q" (print $value) }} }
{{- end }}
{{- end }}
