import { expect, it } from 'vitest'
import { simpleWay } from './simple'

const model = (condition: string) => `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"><bpmn:process id="p">
  <bpmn:userTask id="handle" name="承办"/><bpmn:exclusiveGateway id="g" default="f3"/><bpmn:userTask id="review" name="审核"/><bpmn:userTask id="approve" name="批准"/>
  <bpmn:sequenceFlow id="f1" sourceRef="handle" targetRef="g"/>
  <bpmn:sequenceFlow id="f2" sourceRef="g" targetRef="approve"><bpmn:conditionExpression>${condition}</bpmn:conditionExpression></bpmn:sequenceFlow>
  <bpmn:sequenceFlow id="f3" sourceRef="g" targetRef="review"/><bpmn:sequenceFlow id="f4" sourceRef="review" targetRef="approve"/></bpmn:process></bpmn:definitions>`

it('a step is asked whether the case is simple where the way behind it depends on that, and told where it leads', () => {
  expect(simpleWay(model('is_simple = true'), 'handle')).toBe('批准')
  expect(simpleWay(model('is_simple = true'), 'review')).toBeNull()
  expect(simpleWay(model('channel = "window"'), 'handle')).toBeNull()
  expect(simpleWay('no model', 'handle')).toBeNull()
})
