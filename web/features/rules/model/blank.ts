/** What a new rule begins with: one input, one table of one row that fits everything. */
export function blankRule(key: string, words: { rule: string; input: string; output: string }): string {
  const safe = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" xmlns:di="http://www.omg.org/spec/DMN/20180521/DI/" xmlns:y="https://yimen.org/dmn" id="definitions_${key}" name="${safe(words.rule)}" namespace="https://yimen.org/rules">
  <inputData id="input_1" name="${safe(words.input)}">
    <variable id="input_1_variable" name="${safe(words.input)}" typeRef="string" />
  </inputData>
  <decision id="decision_1" name="${safe(words.rule)}">
    <variable id="decision_1_variable" name="${safe(words.rule)}" />
    <informationRequirement id="requirement_1">
      <requiredInput href="#input_1" />
    </informationRequirement>
    <decisionTable id="table_1" hitPolicy="UNIQUE">
      <input id="column_1" label="${safe(words.input)}">
        <inputExpression id="expression_1" typeRef="string">
          <text>${safe(words.input)}</text>
        </inputExpression>
      </input>
      <output id="output_1" name="${safe(words.output)}" />
      <rule id="row_1">
        <inputEntry id="cell_1"><text>-</text></inputEntry>
        <outputEntry id="cell_2"><text>""</text></outputEntry>
      </rule>
    </decisionTable>
  </decision>
  <dmndi:DMNDI>
    <dmndi:DMNDiagram id="diagram_1">
      <dmndi:DMNShape id="shape_decision_1" dmnElementRef="decision_1"><dc:Bounds height="80" width="180" x="160" y="80" /></dmndi:DMNShape>
      <dmndi:DMNShape id="shape_input_1" dmnElementRef="input_1"><dc:Bounds height="45" width="125" x="187" y="240" /></dmndi:DMNShape>
      <dmndi:DMNEdge id="edge_1" dmnElementRef="requirement_1"><di:waypoint x="250" y="240" /><di:waypoint x="250" y="160" /></dmndi:DMNEdge>
    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
</definitions>
`
}
