#!/usr/bin/env python3
"""Writes the BPMN 2.0 models of data/processes with diagram interchange, so that every BPMN tool can open them.

  tools/make_processes.py data/processes

Run it when a delivered model changes; models that people draw are imported in the program and never pass here.
"""
import pathlib
import sys
from xml.sax.saxutils import quoteattr, escape

NAMESPACES = """xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
                  xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
                  xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
                  xmlns:di="http://www.omg.org/spec/DD/20100524/DI"
                  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                  xmlns:y="https://yimen.org/bpmn"
                  targetNamespace="https://yimen.org/processes\""""
SIZE = {"startEvent": (36, 36), "endEvent": (36, 36), "exclusiveGateway": (50, 50), "userTask": (120, 80)}
MIDDLE = 220  # centre line of the main way

HANDLE = ["申请人主体资格符合规定", "材料齐全、符合法定形式", "实质内容经核实属实", "依法应当听取利害关系人意见的已经听取"]
REVIEW = ["承办意见有事实和法律依据", "办理程序符合规定", "承诺时限内可以办结"]
APPROVE = ["审查意见完整、一致", "决定内容和条款引用准确", "拟不予许可的已写明理由和救济途径"]


def task(key, name, role, stage, checks, department="own"):
    # No y:limitDays: how long a step may take depends on the matter that uses the model.
    return ("userTask", key, name, dict(role=role, department=department, stage=stage, opinionRequired="true"), checks)


MODELS = {
    "handler-reviewer-approver": dict(
        name="承办—审核—批准",
        text="三级办理：承办人审查，审核人复核，批准人决定。审核人、批准人可以退回承办人；简单件（is_simple = true）不经审核直接报批。",
        nodes=[
            ("startEvent", "accepted", "受理", None, None),
            task("handle", "承办", "handler", "review", HANDLE),
            ("exclusiveGateway", "is_simple_case", "是否简单件", None, None),
            task("review", "审核", "reviewer", "review", REVIEW),
            ("exclusiveGateway", "reviewed", "审核意见", None, None),
            task("approve", "批准", "approver", "approval", APPROVE),
            ("exclusiveGateway", "approved", "批准意见", None, None),
            ("endEvent", "done", "作出决定", None, None),
        ],
        flows=[
            ("accepted", "handle", "", None), ("handle", "is_simple_case", "", None),
            ("is_simple_case", "approve", "简单件", "is_simple = true", 1), ("is_simple_case", "review", "其他", "default"),
            ("review", "reviewed", "", None),
            ("reviewed", "handle", "退回", 'outcome = "return"', -1), ("reviewed", "approve", "同意", "default"),
            ("approve", "approved", "", None),
            ("approved", "handle", "退回", 'outcome = "return"', -2), ("approved", "done", "决定", "default"),
        ]),
    "two-step": dict(
        name="一审一核",
        text="两级办理：审查人审查，核准人决定；核准人可以退回。",
        nodes=[
            ("startEvent", "accepted", "受理", None, None),
            task("handle", "审查", "handler", "review", HANDLE),
            task("approve", "核准", "approver", "approval", APPROVE),
            ("exclusiveGateway", "approved", "核准意见", None, None),
            ("endEvent", "done", "作出决定", None, None),
        ],
        flows=[
            ("accepted", "handle", "", None), ("handle", "approve", "", None), ("approve", "approved", "", None),
            ("approved", "handle", "退回", 'outcome = "return"', -1), ("approved", "done", "决定", "default"),
        ]),
    "instant": dict(
        name="即办",
        text="即办件：窗口当场审查、当场决定。",
        nodes=[
            ("startEvent", "accepted", "受理", None, None),
            task("approve", "当场决定", "approver", "approval", ["材料齐全、符合法定形式", "属于可以当场决定的事项"]),
            ("endEvent", "done", "作出决定", None, None),
        ],
        flows=[("accepted", "approve", "", None), ("approve", "done", "", None)]),
}


def positions(nodes):
    place, x = {}, 120
    for kind, key, *_ in nodes:
        width, height = SIZE[kind]
        place[key] = (x, MIDDLE - height // 2, width, height)
        x += width + 70
    return place


def way(place, source, target, bend):
    """Straight along the middle; bend > 0 passes above, < 0 below, farther out the larger it is."""
    sx, sy, sw, sh = place[source]
    tx, ty, tw, th = place[target]
    if not bend:
        return [(sx + sw, MIDDLE), (tx, MIDDLE)]
    y = MIDDLE - 60 - 50 * bend if bend > 0 else MIDDLE + 60 - 50 * bend
    edge = (sy, ty) if bend > 0 else (sy + sh, ty + th)
    return [(sx + sw // 2, edge[0]), (sx + sw // 2, y), (tx + tw // 2, y), (tx + tw // 2, edge[1])]


def render(key, model):
    flows = [(f"flow_{i}", *flow[:4], flow[4] if len(flow) > 4 else 0) for i, flow in enumerate(model["flows"], 1)]
    default = {source: name for name, source, _, _, condition, _ in flows if condition == "default"}
    process, place = "process_" + key.replace("-", "_"), positions(model["nodes"])
    out = ['<?xml version="1.0" encoding="UTF-8"?>', f'<bpmn:definitions id="definitions_{key.replace("-", "_")}" {NAMESPACES}>',
           f'  <bpmn:process id="{process}" name={quoteattr(model["name"])} isExecutable="true">',
           f'    <bpmn:documentation>{escape(model["text"])}</bpmn:documentation>']
    for kind, node, name, spec, checks in model["nodes"]:
        extra = "".join(f" y:{word}={quoteattr(str(value))}" for word, value in (spec or {}).items())
        if node in default:
            extra += f' default="{default[node]}"'
        out.append(f"    <bpmn:{kind} id=\"{node}\" name={quoteattr(name)}{extra}>")
        if checks:
            out.append("      <bpmn:extensionElements>\n        <y:checklist>")
            out += [f"          <y:check>{escape(check)}</y:check>" for check in checks]
            out.append("        </y:checklist>\n      </bpmn:extensionElements>")
        out += [f"      <bpmn:incoming>{flow}</bpmn:incoming>" for flow, _, target, *_ in flows if target == node]
        out += [f"      <bpmn:outgoing>{flow}</bpmn:outgoing>" for flow, source, *_ in flows if source == node]
        out.append(f"    </bpmn:{kind}>")
    for flow, source, target, name, condition, _ in flows:
        head = f'    <bpmn:sequenceFlow id="{flow}"' + (f" name={quoteattr(name)}" if name else "") + f' sourceRef="{source}" targetRef="{target}"'
        if condition and condition != "default":
            out += [head + ">", f'      <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{escape(condition)}</bpmn:conditionExpression>',
                    "    </bpmn:sequenceFlow>"]
        else:
            out.append(head + " />")
    out += ["  </bpmn:process>", f'  <bpmndi:BPMNDiagram id="diagram_{process}">', f'    <bpmndi:BPMNPlane id="plane_{process}" bpmnElement="{process}">']
    for kind, node, *_ in model["nodes"]:
        x, y, width, height = place[node]
        marker = ' isMarkerVisible="true"' if kind == "exclusiveGateway" else ""
        out += [f'      <bpmndi:BPMNShape id="shape_{node}" bpmnElement="{node}"{marker}>',
                f'        <dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}" />']
        if kind != "userTask":
            out.append(f'        <bpmndi:BPMNLabel><dc:Bounds x="{x - 20}" y="{y + height + 6}" width="{width + 40}" height="14" /></bpmndi:BPMNLabel>')
        out.append("      </bpmndi:BPMNShape>")
    for flow, source, target, _, _, bend in flows:
        out.append(f'      <bpmndi:BPMNEdge id="edge_{flow}" bpmnElement="{flow}">')
        out += [f'        <di:waypoint x="{x}" y="{y}" />' for x, y in way(place, source, target, bend)]
        out.append("      </bpmndi:BPMNEdge>")
    out += ["    </bpmndi:BPMNPlane>", "  </bpmndi:BPMNDiagram>", "</bpmn:definitions>", ""]
    return "\n".join(out)


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        print(__doc__)
        sys.exit(0 if "--help" in sys.argv else 2)
    for key, model in MODELS.items():
        pathlib.Path(sys.argv[1], key + ".bpmn").write_text(render(key, model), encoding="utf-8")
