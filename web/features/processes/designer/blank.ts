/** What a new process begins with: one review, one decision. */
export function blankModel(key: string, words: { process: string; start: string; review: string; decision: string; end: string }): string {
  const safe = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
  const nodes = [['start', 120, 36], ['review', 220, 120], ['decide', 410, 120], ['end', 600, 36]] as const
  const flows = [['flow_1', 'start', 'review', 156, 220], ['flow_2', 'review', 'decide', 340, 410], ['flow_3', 'decide', 'end', 530, 600]] as const
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions id="definitions_${key}" xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:y="https://yimen.org/bpmn" targetNamespace="https://yimen.org/processes">
  <bpmn:process id="process_${key}" name="${safe(words.process)}" isExecutable="true">
    <bpmn:startEvent id="start" name="${safe(words.start)}"><bpmn:outgoing>flow_1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:userTask id="review" name="${safe(words.review)}" y:role="handler" y:department="own" y:stage="review" y:opinionRequired="true"><bpmn:incoming>flow_1</bpmn:incoming><bpmn:outgoing>flow_2</bpmn:outgoing></bpmn:userTask>
    <bpmn:userTask id="decide" name="${safe(words.decision)}" y:role="approver" y:department="own" y:stage="approval" y:opinionRequired="true"><bpmn:incoming>flow_2</bpmn:incoming><bpmn:outgoing>flow_3</bpmn:outgoing></bpmn:userTask>
    <bpmn:endEvent id="end" name="${safe(words.end)}"><bpmn:incoming>flow_3</bpmn:incoming></bpmn:endEvent>
${flows.map(([id, from, to]) => `    <bpmn:sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}" />`).join('\n')}
  </bpmn:process>
  <bpmndi:BPMNDiagram id="diagram_${key}"><bpmndi:BPMNPlane id="plane_${key}" bpmnElement="process_${key}">
${nodes.map(([id, x, size]) => `    <bpmndi:BPMNShape id="shape_${id}" bpmnElement="${id}"><dc:Bounds x="${x}" y="${size > 40 ? 180 : 202}" width="${size}" height="${size > 40 ? 80 : 36}" /></bpmndi:BPMNShape>`).join('\n')}
${flows.map(([id, , , from, to]) => `    <bpmndi:BPMNEdge id="edge_${id}" bpmnElement="${id}"><di:waypoint x="${from}" y="220" /><di:waypoint x="${to}" y="220" /></bpmndi:BPMNEdge>`).join('\n')}
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>
`
}
