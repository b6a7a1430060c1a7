// A report as SARIF 2.1.0, for code scanning. https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
import { explanations } from '../explain/explanations.ts';
import type { CheckReport, Finding, SourceLocation } from '../model.ts';
import { operationText, rankedFindings } from './words.ts';

export function sarifReport(report: CheckReport): string {
  const findings = rankedFindings(report);
  const codes = [...new Set(findings.map(({ finding }) => finding.code))].toSorted();
  const run = {
    tool: {
      driver: {
        name: 'tributary',
        rules: codes.map((id) => ({ id, help: { text: explanations[id]?.meaning ?? 'docs/schema-checks.md' } })),
      },
    },
    columnKind: 'utf16CodeUnits',
    results: findings.map(({ task, finding }) => resultOf(finding, task, codes.indexOf(finding.code))),
  };
  return `${JSON.stringify({ $schema: schema, version: '2.1.0', runs: [run] }, null, 2)}\n`;
}

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

function resultOf({ level, code, coordinate, message, source, suggestion, affected }: Finding, task: string, ruleIndex: number) {
  const text = [message, ...(suggestion === null ? [] : [`Instead: ${suggestion}`]), ...affected.map(operationText)].join('\n');
  const names = coordinate === null ? {} : { logicalLocations: [{ fullyQualifiedName: coordinate, kind: 'member' }] };
  const places = source === null ? {} : { physicalLocation: physicalOf(source) };
  const isLocated = source !== null || coordinate !== null;
  return {
    ruleId: code,
    ruleIndex,
    level,
    message: { text },
    ...(isLocated ? { locations: [{ ...places, ...names }] } : {}),
    // The same finding of the next run: wherever the line has moved to.
    partialFingerprints: { 'tributary/v1': [task, code, coordinate ?? message].join(' ') },
    properties: { task, affected },
  };
}

const physicalOf = ({ file, line, column }: SourceLocation) => ({
  artifactLocation: { uri: encodeURI(file.replaceAll('\\', '/')) },
  region: { startLine: line, startColumn: column },
});
