/** The section `telemetry` of the configuration: where traces go. */
import { z } from 'zod';

export const telemetrySection = z
  .strictObject({
    traces: z
      .strictObject({
        url: z
          .url({ protocol: /^https?$/ })
          .describe(
            'Address of an OpenTelemetry collector for traces (OTLP/HTTP): https://collector.example/v1/traces.',
          ),
        headersFile: z
          .string()
          .optional()
          .describe('File with header fields for the collector, Name: value, one a line. It requires https://.'),
        ratio: z.number().min(0).max(1).default(1).describe('Share of the messages that are traced.'),
        everySeconds: z.number().positive().max(300).default(5).describe('Seconds between two transmissions.'),
        serviceName: z.string().min(1).default('hallpass').describe('service.name of the spans.'),
      })
      .optional()
      .describe(
        'Traces of messages from SMTP to the reply of the next hop. They have ids, codes, counts and hosts, and no content, subjects or addresses. Default: none.',
      ),
  })
  .prefault({});
