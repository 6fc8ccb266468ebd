#include <algorithm>
#include <stdexcept>
#include <string>

#include "rules.h"

namespace yimen::bpmn::rules {
namespace {

constexpr auto spares_tools = Rule::Force::spares_tools, formal = Rule::Force::formal;

constexpr Rule table[] = {
    // Structure: what the XML schema of BPMN 2.0 says.
    {"structure/unknown-element", "EXT.078", "15", "里不能放“{0}”。", "cannot hold {0}"},
    {"structure/missing-element", "", "15", "里缺少“{0}”。", "lacks {0}"},
    {"structure/too-many", "", "15", "里的“{0}”最多{1}个，现有{2}个。", "holds {2} of {0}; at most {1} may stand there"},
    {"structure/unknown-attribute", "", "15", "没有“{0}”这个属性，请检查拼写；工具自己的属性要加前缀。", "has no attribute {0}; attributes of tools need a prefix"},
    {"structure/missing-attribute", "", "15", "缺少属性“{0}”。", "lacks the attribute {0}"},
    {"structure/bad-value", "", "15", "的属性“{0}”写成了“{1}”，应当是{2}。", "has \"{1}\" as {0}; it must be {2}"},
    {"structure/order", "", "15", "里的“{0}”放早了，按BPMN的XML模式应当在“{1}”之后。", "holds {0} before {1}; the XML schema of BPMN wants it after", formal},
    {"structure/text", "", "15", "里直接写了文字“{0}”，文字应当写在documentation里。", "holds the text {0}, which belongs in its documentation", formal},
    {"structure/foreign", "", "8.2.3", "里直接放了别的命名空间的“{0}”，应当放在extensionElements里。", "holds {0} of another namespace, which belongs in its extensionElements", formal},
    {"structure/target-namespace", "", "8.1", "没有写targetNamespace。", "has no targetNamespace", formal},
    {"element/id-twice", "EXT.002", "8.3.1", "的id“{0}”在第{1}行已经用过。", "has the id {0}, which line {1} uses already"},
    {"format/mime-type", "EXT.004 EXT.010", "8.3.2, 8.4.1", "的属性“{0}”写成了“{1}”，应当是text/plain这样的MIME类型。", "has \"{1}\" as {0}; it must be a MIME type such as text/plain"},
    {"format/uri", "EXT.014", "8.4.6", "的属性“{0}”写成了“{1}”，不是合格的URI。", "has \"{1}\" as {0}, which is not a URI"},

    // References.
    {"reference/unresolved", "EXT.003 REF", "8.3.1", "的“{0}”指向“{1}”，但模型里没有这个元素。", "refers by {0} to {1}, which is not in the model"},
    {"reference/wrong-type", "REF", "8.3.1", "的“{0}”指向{2}“{1}”，应当指向{3}。", "refers by {0} to {1}, a {2}; it must be a {3}"},
    {"reference/undeclared-prefix", "REF", "8.2.2", "的“{0}”写成了“{1}”，这个前缀没有声明命名空间。", "refers by {0} to {1}, whose prefix is not declared"},
    {"reference/import", "EXT.001", "8.2.2", "要用到另一个BPMN文件“{0}”，这里只有一个文件，请合并后再导入。", "needs the BPMN file {0}, which is not at hand"},
    {"process/definitional-collaboration", "", "10.2.1", "以协作“{0}”为定义，那里却没有参与者由这个流程来演。", "is defined by the collaboration {0}, none of whose participants it is", formal},
    {"flow/loose-end", "EXT.003 REF", "8.4.13", "的{0}“{1}”不在模型里。", "has {1} as its {0}, which is not in the model"},

    // Expressions.
    {"expression/not-formal", "EXT.012 EXT.123", "8.4.6, 10.5.5", "里的“{0}”要由机器计算，应当标明xsi:type=\"tFormalExpression\"。", "is to be executed: its {0} must be of xsi:type tFormalExpression", spares_tools},
    {"expression/unmarked", "EXT.012", "8.4.6", "里的“{0}”要由机器计算，最好标明xsi:type=\"tFormalExpression\"。", "is to be executed: its {0} should be of xsi:type tFormalExpression", formal},
    {"expression/type", "", "8.4.6", "里的“{0}”的xsi:type写成了“{1}”，应当是tFormalExpression或tExpression。", "has a {0} of xsi:type {1}; it must be tFormalExpression or tExpression", spares_tools},
    {"expression/empty", "EXT.013", "8.4.6", "里的“{0}”是空的。", "has an empty {0}", spares_tools},
    {"expression/not-boolean", "EXT.071 EXT.072", "10.3.8", "里的“{0}”写成了“{1}”，永远不会是真或假。", "has {1} as {0}, which is neither true nor false"},

    // Sequence flows.
    {"flow/artifact-source", "EXT.007", "8.4.1, 8.4.13", "不能从{0}“{1}”连出，注释、分组和关联不参与流转。", "cannot start at the {0} {1}: artifacts take no part in the flow"},
    {"flow/artifact-target", "EXT.006", "8.4.1, 8.4.13", "不能连到{0}“{1}”，注释、分组和关联不参与流转。", "cannot end at the {0} {1}: artifacts take no part in the flow"},
    {"flow/source-type", "EXT.021", "8.4.13", "从{0}“{1}”连出，顺序流只能从活动、网关或事件连出，事件子流程除外。", "starts at the {0} {1}; only activities but event sub-processes, gateways and events may stand there"},
    {"flow/target-type", "EXT.022", "8.4.13", "连到{0}“{1}”，顺序流只能连到活动、网关或事件，事件子流程除外。", "ends at the {0} {1}; only activities but event sub-processes, gateways and events may stand there"},
    {"flow/listing", "EXT.023 EXT.101 EXT.107", "8.4.7", "列出的{0}与实际的不一致：{1}。", "lists {0} that differ from those drawn: {1}"},
    {"flow/immediate", "EXT.024", "8.4.13", "要由机器执行，不能把isImmediate设为false。", "is to be executed and cannot have isImmediate set to false"},
    {"flow/condition-alone", "EXT.025", "8.4.13", "带有条件，“{0}”因此至少还要有另一条连出的线。", "has a condition, so {0} needs at least one more outgoing flow"},
    {"flow/condition-source", "EXT.025", "8.4.13", "带有条件，但“{0}”不是活动也不是网关，从那里连出的线不能带条件。", "has a condition, but {0} is neither an activity nor a gateway"},
    {"flow/condition-parallel", "EXT.025", "8.4.13", "带有条件，但从并行网关“{0}”连出的线都要走，条件不起作用。", "has a condition, which means nothing after the parallel gateway {0}", formal},
    {"gateway/bad-default", "EXT.026", "8.4.13, 10.6", "的默认流“{0}”不是从这里连出的线。", "has the default flow {0}, which does not start here"},
    {"flow/crosses-pool", "EXT.028", "9.4", "从一个流程连到了另一个流程，不同流程之间请用消息流。", "leads from one process to another; use a message flow"},
    {"flow/crosses-level", "EXT.152", "8.4.13, 10.3.5", "穿过了子流程的边界，两端应当在同一层。", "crosses the border of a sub-process; both ends belong on one level"},

    // Gateways.
    {"gateway/converging", "EXT.017", "8.4.9", "标为汇聚（Converging），却有{0}条连出的线，最多一条。", "is marked Converging but has {0} outgoing flows; one at most"},
    {"gateway/diverging", "EXT.018", "8.4.9", "标为分支（Diverging），却有{0}条连入的线，最多一条。", "is marked Diverging but has {0} incoming flows; one at most"},
    {"gateway/mixed", "EXT.019", "8.4.9", "标为混合（Mixed），连入和连出的线都应不止一条，现为{0}条连入、{1}条连出。", "is marked Mixed and needs several flows in and several out; it has {0} and {1}"},
    {"gateway/idle", "EXT.135", "8.4.9", "既不分支也不汇聚：连入{0}条、连出{1}条，至少有一边要多于一条。", "neither splits nor joins: {0} flows in, {1} out; one side needs more than one", spares_tools},
    {"event-gateway/too-few", "EXT.136", "10.6.6", "至少要有两条连出的线，现有{0}条。", "needs two outgoing flows at least; it has {0}"},
    {"event-gateway/condition", "EXT.137", "10.6.6", "从事件网关“{0}”连出，不能带条件。", "leaves the event gateway {0} and cannot have a condition"},
    {"event-gateway/target", "EXT.138", "10.6.6", "之后只能是接收任务，或者捕获消息、信号、定时、条件的中间事件；“{0}”不是。", "leads to {0}; only receive tasks and catching events of message, signal, timer or condition may follow"},
    {"event-gateway/both-kinds", "EXT.139", "10.6.6", "之后既有接收任务又有消息事件，两者只能用一种。", "is followed by receive tasks and by message events; only one of the two may be used"},
    {"event-gateway/boundary", "EXT.140", "10.6.6", "跟在事件网关之后，不能再附着边界事件。", "follows an event gateway and cannot have boundary events"},
    {"event-gateway/other-incoming", "EXT.141", "10.6.6", "跟在事件网关之后，不能再有别的连入的线。", "follows an event gateway and cannot have another incoming flow"},
    {"event-gateway/instantiate", "EXT.142", "10.6.6", "用来启动流程，不能有连入的线。", "starts the process and cannot have an incoming flow"},

    {"event-gateway/parallel", "", "10.6.6", "只有用来启动流程（instantiate）时才能等待全部事件（Parallel）。", "may be Parallel only where it starts the process", formal},

    // Lanes.
    {"lane/foreign", "", "10.8", "列有“{0}”，它不在这个流程里。", "lists {0}, which is not in its process"},
    {"lane/twice", "", "10.8", "列有“{0}”，同一组里的泳道“{1}”已经列有它。", "lists {0}, as does the lane {1} beside it", spares_tools},

    // Start and end.
    {"start/incoming", "EXT.096", "10.5.2", "不能有连入的线。", "cannot have an incoming flow"},
    {"start/outgoing", "EXT.101", "10.5.2", "没有连出的线。", "needs an outgoing flow"},
    {"start/definition", "EXT.098 EXT.121", "10.5.2", "放在流程的最外层，不能由{0}触发，只能是消息、定时、条件或信号。", "of a process cannot be triggered by {0}; message, timer, condition or signal may"},
    {"start/in-subprocess", "EXT.100", "10.5.2", "在子流程里，不能有触发条件“{0}”。", "of a sub-process cannot have the trigger {0}"},
    {"process/no-start", "EXT.097", "10.5.2", "这一层有结束事件“{0}”，就必须也有开始事件。", "holds the end event {0} and so needs a start event"},
    {"process/no-end", "EXT.105", "10.5.3", "这一层有开始事件“{0}”，就必须也有结束事件。", "holds the start event {0} and so needs an end event"},
    {"process/no-none-start", "EXT.099", "10.3.6", "被“{0}”调用，至少要有一个没有触发条件的开始事件。", "is called by {0} and needs a start event without trigger"},
    {"end/incoming", "EXT.107", "10.5.3", "没有连入的线。", "needs an incoming flow"},
    {"end/outgoing", "EXT.104", "10.5.3", "不能有连出的线。", "cannot have an outgoing flow"},
    {"end/definition", "EXT.146", "10.5.3", "的结果不能是{0}。", "cannot have {0} as its result"},
    {"end/cancel-outside", "EXT.106", "10.5.3", "的结果是取消，只能放在事务子流程里。", "cancels and may stand in a transaction only"},
    {"node/no-incoming", "EXT.150", "10.5.2", "没有连入的线，流程走不到这里。", "needs an incoming flow, for its level has a start event"},
    {"node/no-outgoing", "EXT.151", "10.5.3", "没有连出的线，流程走到这里就断了。", "needs an outgoing flow, for its level has an end event"},

    // Event sub-processes.
    {"event-subprocess/flow", "EXT.057", "10.3.5", "由事件触发，不能有连入或连出的线。", "is triggered by an event and can have no flows in or out"},
    {"event-subprocess/start", "EXT.058", "10.3.5", "应当恰有一个开始事件，现有{0}个。", "needs exactly one start event; it has {0}"},
    {"event-subprocess/no-trigger", "EXT.059 EXT.129", "10.5.2", "是事件子流程的开始，要写明由什么触发。", "starts an event sub-process and needs a trigger"},
    {"event-subprocess/trigger", "EXT.059", "10.5.2", "是事件子流程的开始，不能由{0}触发。", "starts an event sub-process and cannot be triggered by {0}"},
    {"event-subprocess/not-interrupting", "EXT.059", "10.5.2", "不中断外层，因此不能由{0}触发。", "does not interrupt and so cannot be triggered by {0}"},

    // Intermediate and boundary events.
    {"boundary/no-trigger", "EXT.110 EXT.130 EXT.147", "10.5.4", "没有写明由什么触发。", "needs a trigger"},
    {"boundary/trigger", "EXT.110 EXT.147", "10.5.4", "不能由{0}触发。", "cannot be triggered by {0}"},
    {"boundary/not-interrupting", "EXT.110 EXT.147", "10.5.4", "不中断活动，因此不能由{0}触发。", "does not interrupt and so cannot be triggered by {0}"},
    {"boundary/cancel", "EXT.111 EXT.120", "10.5.4", "捕获取消，只能附着在事务子流程上，“{0}”不是。", "catches cancel and may be attached to a transaction only; {0} is none"},
    {"boundary/incoming", "EXT.112 EXT.150", "10.5.4", "附着在活动上，不能有连入的线。", "is attached to an activity and cannot have an incoming flow"},
    {"boundary/outgoing", "EXT.113", "10.5.4", "没有连出的线。", "needs an outgoing flow"},
    {"boundary/compensation-flow", "EXT.114", "10.5.4, 10.7", "用于补偿，不能连出顺序流，请用关联指向补偿活动。", "is for compensation: it has an association to its handler and no outgoing flow"},
    {"boundary/compensation-handler", "EXT.143", "10.7", "用于补偿，要用关联指向一个补偿活动。", "is for compensation and needs an association to its handler"},
    {"compensation/handler-mark", "EXT.144", "10.7", "是“{0}”的补偿活动，应设isForCompensation为true。", "handles the compensation of {0} and must have isForCompensation set to true"},
    {"boundary/compensation-handlers", "", "10.7", "用于补偿，只能有一个补偿活动，现有{0}个。", "is for compensation and has one handler; it has {0}"},
    {"compensation/other-level", "", "10.7", "的补偿活动“{0}”不在同一层。", "is for compensation, but its handler {0} stands on another level"},
    {"compensation/not-visible", "", "10.5.4, 10.7", "要补偿“{0}”，从这里却看不到它：两者应在同一层，或者事件在“{0}”那一层的事件子流程里。", "compensates {0}, which cannot be seen from there: both belong on one level, or the event in an event sub-process beside {0}"},
    {"compensation/flow", "", "10.7", "是补偿活动，不能有连入或连出的顺序流。", "is for compensation and cannot have sequence flows in or out"},
    {"intermediate/incoming", "EXT.115", "10.5.4", "没有连入的线。", "needs an incoming flow"},
    {"intermediate/outgoing", "EXT.116", "10.5.4", "没有连出的线。", "needs an outgoing flow"},
    {"catch/definition", "EXT.122 EXT.148", "10.5.4", "不能捕获{0}，流程中途只能捕获消息、定时、条件、链接或信号。", "cannot catch {0}; message, timer, condition, link and signal may be caught on the way"},
    {"catch/no-definition", "EXT.148", "10.5.4", "没有写明等待什么。", "does not say what it waits for"},
    {"throw/definition", "EXT.149", "10.5.4", "不能抛出{0}，流程中途只能抛出消息、升级、补偿、链接或信号。", "cannot throw {0}; message, escalation, compensation, link and signal may be thrown on the way"},
    {"link/both", "EXT.117", "10.5.4", "是链接，只能有一边：抛出的只连入，捕获的只连出。", "is a link: a throwing one has no outgoing flow, a catching one no incoming flow"},
    {"link/pair", "EXT.118", "10.5.4", "指向“{0}”，那里却没有把它列为来源。", "points to {0}, which does not name it as a source"},
    {"link/no-source", "EXT.124", "10.5.5", "捕获链接，但没有任何抛出的链接指向它。", "catches a link that nobody throws"},
    {"link/no-target", "EXT.125", "10.5.5", "抛出链接，但没有写明通向哪里。", "throws a link that leads nowhere"},
    {"link/other-level", "EXT.126", "10.5.4", "通向“{0}”，两者不在同一层。", "leads to {0}, which stands on another level"},
    {"link/two-targets", "", "10.5.4", "捕获链接“{0}”，同一层里“{1}”也捕获它，链接只能通向一处。", "catches the link {0}, as does {1} on the same level; a link leads to one place"},
    {"definition/shared", "EXT.095", "10.5.1", "里的事件定义“{0}”属于这个抛出事件，别处不能引用。", "owns the definition {0}, which nothing else may refer to"},

    // What events carry.
    {"escalation/no-code", "EXT.011", "8.4.4", "抛出升级，要引用一个写有升级代码的升级。", "throws an escalation and must name one that has an escalationCode", formal},
    {"error/no-code", "EXT.011", "8.4.3", "抛出错误，要引用一个写有错误代码的错误。", "throws an error and must name one that has an errorCode", formal},
    {"message/no-message", "EXT.127", "10.5.5", "要由机器执行，消息事件应当写明是哪个消息。", "is to be executed: its message must be named", spares_tools},
    {"message/no-operation", "EXT.128", "10.5.5", "要由机器执行，消息事件应当写明用哪个操作。", "is to be executed: the operation of its message must be named", formal},
    {"message/other-operation", "", "10.3.3, 10.5.5", "的消息是“{0}”，它用的操作“{1}”却收发别的消息。", "has the message {0}, but its operation {1} exchanges another", formal},
    {"timer/several", "EXT.131", "10.5.5", "的定时只能在时刻、周期、时长中选一种，现有{0}种。", "may have one of date, cycle and duration; it has {0}"},
    {"timer/none", "EXT.131", "10.5.5", "要由机器执行，定时应当写明时刻、周期或时长。", "is to be executed: its timer needs a date, a cycle or a duration", spares_tools},
    {"timer/bad-date", "EXT.132", "10.5.5", "的时刻写成了“{0}”，应当是2025-06-01T09:00:00这样的ISO 8601时刻。", "has the date {0}; it must be as in 2025-06-01T09:00:00 (ISO 8601)"},
    {"timer/bad-cycle", "EXT.133", "10.5.5", "的周期写成了“{0}”，应当是R3/PT10M这样的ISO 8601周期。", "has the cycle {0}; it must be as in R3/PT10M (ISO 8601)"},
    {"timer/bad-duration", "EXT.134", "10.5.5", "的时长写成了“{0}”，应当是P3D或PT2H这样的ISO 8601时长。", "has the duration {0}; it must be as in P3D or PT2H (ISO 8601)"},
    {"event/data-missing", "EXT.093 EXT.094", "10.5.1", "带有数据，但没有与“{0}”的内容相同的{1}。", "carries data but has no {1} for the content of {0}"},

    // Activities.
    {"activity/start-quantity", "EXT.037", "10.3", "的startQuantity为{0}，至少为1。", "has startQuantity {0}; it must be 1 or more"},
    {"activity/completion-quantity", "EXT.038", "10.3", "的completionQuantity为{0}，至少为1。", "has completionQuantity {0}; it must be 1 or more"},
    {"activity/two-loops", "EXT.041 EXT.054", "10.3.8", "既循环又多实例，或者写了两次，只能有一种。", "has more than one loop marker"},
    {"activity/resource-or-expression", "EXT.039", "10.3.1", "里不能既指定资源又写指派表达式。", "names a resource and an assignment expression; only one may be given"},
    {"activity/binding-without-resource", "EXT.040", "10.3.1", "里有参数绑定，却没有指定资源。", "binds parameters of a resource it does not name"},
    {"activity/foreign-parameter", "", "10.3.1", "里绑定的参数“{0}”不是资源“{1}”的。", "binds the parameter {0}, which {1} does not have", formal},
    {"activity/parameter-missing", "", "8.4.12", "里没有绑定资源“{0}”必需的参数“{1}”。", "does not bind the required parameter {1} of {0}", formal},
    {"task/script-format", "EXT.053", "10.3.3", "写了脚本，却没有写明脚本语言。", "has a script but does not say in which language", spares_tools},
    {"task/script-unmarked", "EXT.053", "10.3.3", "写了脚本，最好写明脚本语言（scriptFormat）。", "has a script and should say in which language (scriptFormat)", formal},
    {"task/unknown-script-format", "EXT.145", "10.3.3", "的脚本语言“{0}”既不是MIME类型，也不是已知的语言。", "has the script format {0}, neither a MIME type nor a language we know", spares_tools},
    {"receive/instantiate", "EXT.049", "10.3.3", "用来启动流程，不能有连入的线。", "starts the process and cannot have an incoming flow"},
    {"process/choreography", "EXT.036", "10.3", "里不能放编排活动“{0}”。", "cannot hold the choreography activity {0}"},
    {"subprocess/choreography", "EXT.056", "10.3.5", "里不能放编排活动“{0}”。", "cannot hold the choreography activity {0}"},
    {"subprocess/starts", "", "13.3.4", "是子流程，没有触发条件的开始事件最多一个，现有{0}个；只走第一个。", "is a sub-process and may have one start event without trigger; it has {0}, of which the first begins it", formal},
    {"subprocess/data", "EXT.079", "10.4.1", "是子流程，不能有输入输出说明。", "is a sub-process and cannot have an ioSpecification"},
    {"transaction/method", "EXT.060", "10.3.5", "的method写成了“{0}”，应当是##Compensate、##Image、##Store或一个URI。", "has the method {0}; it must be ##Compensate, ##Image, ##Store or a URI"},
    {"ad-hoc/empty", "EXT.061", "10.3.5", "里至少要有一个活动。", "needs at least one activity"},
    {"ad-hoc/content", "EXT.062", "10.3.5", "里没有固定次序，不能放{0}“{1}”。", "has no fixed order and cannot hold the {0} {1}"},
    {"process/public", "EXT.035", "10.2.1", "是公开流程，只作说明，不能由机器执行。", "is public and so cannot be executable", spares_tools},

    // Loops.
    {"loop/maximum", "", "10.3.8", "的最多循环次数为{0}，不能小于0。", "has loopMaximum {0}; it cannot be negative"},
    {"multi/no-number", "EXT.067", "10.3.8", "没有写明做几次：要有次数或者输入集合。", "does not say how often: it needs a cardinality or a collection", spares_tools},
    {"multi/input", "EXT.068", "10.3.8", "的输入集合“{0}”应当是这个任务自己的数据输入。", "takes its instances from {0}, which is no data input of this task"},
    {"multi/output", "EXT.069", "10.3.8", "的输出集合“{0}”应当是这个任务自己的数据输出。", "collects its results in {0}, which is no data output of this task"},
    {"multi/input-item", "EXT.070", "10.3.8", "每一项的数据类型应当是输入集合“{0}”里一项的类型。", "has an item that does not fit one element of the collection {0}"},
    {"multi/output-item", "EXT.069", "10.3.8", "每一项的数据类型应当是输出集合“{0}”里一项的类型。", "has an item that does not fit one element of the collection {0}"},

    {"multi/cardinality", "", "10.3.8", "的次数写成了“{0}”，应当是不小于0的整数。", "has the cardinality {0}; it must be a whole number, not negative", formal},
    {"multi/no-definition", "EXT.073", "10.3.8", "的behavior为Complex，要有complexBehaviorDefinition。", "has the behavior Complex and needs a complexBehaviorDefinition"},
    {"multi/no-event", "EXT.074 EXT.075", "10.3.8", "的behavior为{0}，要写明抛出什么事件（{1}）。", "has the behavior {0} and must name the event it throws ({1})", formal},
    {"multi/item-alone", "", "10.3.8", "写了每一项（{0}），却没有写从哪个集合来、到哪个集合去（{1}）。", "has an {0} but no {1}", formal},

    // Services and calls.
    {"service/one-input", "EXT.042", "10.3.3", "调用操作“{0}”，应当恰有一个输入集和一个数据输入，现为{1}个和{2}个。", "calls {0} and needs one input set with one data input; it has {1} and {2}", formal},
    {"service/one-output", "EXT.043", "10.3.3", "调用操作“{0}”，最多一个输出集和一个数据输出，现为{1}个和{2}个。", "calls {0} and may have one output set with one data output; it has {1} and {2}"},
    {"service/input-item", "EXT.044", "10.3.3", "的数据输入“{0}”与消息“{1}”的内容不同。", "has the data input {0}, which differs from the content of message {1}"},
    {"service/output-item", "EXT.045", "10.3.3", "的数据输出“{0}”与消息“{1}”的内容不同。", "has the data output {0}, which differs from the content of message {1}"},
    {"send/one-input", "EXT.046 EXT.047", "10.3.3", "发送消息，最多一个输入集和一个数据输入，现为{0}个和{1}个。", "sends a message and may have one input set with one data input; it has {0} and {1}"},
    {"send/item", "EXT.048", "10.3.3", "的数据输入“{0}”与消息“{1}”的内容不同。", "has the data input {0}, which differs from the content of message {1}"},
    {"receive/one-output", "EXT.050 EXT.051", "10.3.3", "接收消息，最多一个输出集和一个数据输出，现为{0}个和{1}个。", "receives a message and may have one output set with one data output; it has {0} and {1}"},
    {"receive/item", "EXT.052", "10.3.3", "的数据输出“{0}”与消息“{1}”的内容不同。", "has the data output {0}, which differs from the content of message {1}"},
    {"call/data", "EXT.063", "10.3.6", "与被调用的“{0}”的{1}不一致。", "and {0}, which it calls, differ in their {1}"},
    {"callable/binding", "EXT.064", "10.3.7", "支持接口“{0}”，操作“{1}”却没有输入输出绑定。", "supports the interface {0} but binds no data to its operation {1}"},
    {"callable/bound-item", "EXT.065", "10.3.7", "把“{0}”绑定到操作“{1}”，与那里的消息内容不同。", "binds {0} to the operation {1}, whose message has another content"},

    // Data.
    {"data/collection", "EXT.020 EXT.077 EXT.081 EXT.083", "8.4.10, 10.4.1", "的isCollection与数据项定义“{0}”不一致。", "and its item definition {0} differ in isCollection"},
    {"data/state-name", "EXT.076", "10.4.1", "应当叫作“{0}”：数据对象的名称，方括号里是状态。", "should be named {0}: the name of the data object and its state in brackets"},
    {"data/object-state", "", "10.4.1", "是数据对象，状态要写在它的引用里。", "is a data object; its state belongs in a reference to it", formal},
    {"data/reference-item", "", "10.4.1", "是引用，数据项定义要写在数据对象里。", "is a reference; its item definition belongs in the data object", formal},
    {"data/no-set", "", "10.4.1", "里缺少{0}，至少要有一个。", "needs at least one {0}", formal},
    {"data/no-target", "", "10.4.1", "没有写明送到哪里（targetRef）。", "does not say where to (targetRef)", formal},
    {"data/foreign-member", "", "10.4.1", "里的“{0}”不属于同一个输入输出说明。", "holds {0} of another ioSpecification", formal},
    {"data/foreign-end", "", "10.4.1", "的{0}“{1}”是别的元素的，应当是自己的。", "has {1} of another element as its {0}; it must be its own", formal},
    {"data/out-of-scope", "", "10.4.1", "用到“{0}”，从这里却看不到它。", "uses {0}, which cannot be seen from there", formal},
    {"data/input-without-set", "EXT.084", "10.4.1", "没有列入任何输入集。", "stands in no input set", spares_tools},
    {"data/output-without-set", "EXT.088", "10.4.1", "没有列入任何输出集。", "stands in no output set", spares_tools},
    {"data/optional-input", "EXT.085", "10.4.1", "里可选的“{0}”不在它的数据输入之中。", "calls {0} optional, which is not among its data inputs"},
    {"data/late-input", "EXT.086", "10.4.1", "里执行中才需要的“{0}”不在它的数据输入之中。", "calls {0} needed while executing, which is not among its data inputs"},
    {"data/optional-output", "EXT.089", "10.4.1", "里可选的“{0}”不在它的数据输出之中。", "calls {0} optional, which is not among its data outputs"},
    {"data/late-output", "EXT.090", "10.4.1", "里执行中产生的“{0}”不在它的数据输出之中。", "calls {0} produced while executing, which is not among its data outputs"},
    {"data/set-pair", "EXT.087", "10.4.1", "与“{0}”只有一边引用了另一边，两边应当互相引用。", "and {0} must refer to each other; only one does"},
    {"data/association-item", "EXT.091", "10.4.1", "两端的数据类型不同，又没有转换。", "joins data of different definitions and has no transformation"},
    {"data/several-sources", "EXT.092", "10.4.1", "有{0}个来源，要有转换。", "has {0} sources and so needs a transformation"},
    {"data/process-input-written", "EXT.080", "10.4.1", "写入流程的数据输入“{0}”，数据输入只能读。", "writes to {0}, a data input of the process, which may only be read"},
    {"data/process-output-read", "EXT.082", "10.4.1", "读取流程的数据输出“{0}”，数据输出只能写。", "reads from {0}, a data output of the process, which may only be written"},

    // Collaborations, conversations, choreographies.
    {"message-flow/artifact-source", "EXT.009", "8.4.1, 9.4", "不能从{0}“{1}”发出。", "cannot start at the {0} {1}"},
    {"message-flow/artifact-target", "EXT.008", "8.4.1, 9.4", "不能发到{0}“{1}”。", "cannot end at the {0} {1}"},
    {"message-flow/same-pool", "EXT.031", "9.4", "的两端在同一个参与者之内，消息流只能连接不同的参与者。", "joins two ends of one participant; message flows join different ones"},
    {"message-flow/start-sends", "EXT.102", "10.5.2", "不能从开始事件“{0}”发出。", "cannot start at the start event {0}"},
    {"message-flow/start-receives", "EXT.103", "10.5.2", "发到开始事件“{0}”，它应当由消息触发。", "ends at the start event {0}, which must be triggered by a message"},
    {"message-flow/end-receives", "EXT.108", "10.5.3", "不能发到结束事件“{0}”。", "cannot end at the end event {0}"},
    {"message-flow/end-sends", "EXT.109", "10.5.3", "从结束事件“{0}”发出，它的结果应当是消息。", "starts at the end event {0}, whose result must be a message"},
    {"message-flow/throw-receives", "EXT.119", "10.5.4", "不能发到抛出事件“{0}”。", "cannot end at the throwing event {0}"},
    {"message-flow/catch-sends", "EXT.119", "10.5.4", "不能从捕获事件“{0}”发出。", "cannot start at the catching event {0}"},
    {"message-flow/catch-receives", "", "10.5.4", "发到捕获事件“{0}”，它应当由消息触发。", "ends at the catching event {0}, which must be triggered by a message"},
    {"message-flow/throw-sends", "", "10.5.4", "从抛出事件“{0}”发出，它抛出的应当是消息。", "starts at the throwing event {0}, which must throw a message", spares_tools},
    {"participant/minimum", "EXT.029", "9.3", "的最少数量为{0}，不能小于0。", "has the minimum {0}; it cannot be negative"},
    {"participant/maximum", "EXT.030", "9.3", "的最多数量为{0}，至少为1，并且不小于最少数量{1}。", "has the maximum {0}; it must be 1 or more and not below the minimum {1}"},
    {"collaboration/choreography-ref", "EXT.027", "9.2, 11.2", "不能再引用编排“{0}”。", "cannot refer to the choreography {0}"},
    {"collaboration/closed-choreography", "EXT.033", "9.7, 11.2", "引用的编排“{0}”是封闭的，这里不能另加消息流“{1}”。", "refers to the closed choreography {0} and cannot add the message flow {1}"},
    {"global-conversation/content", "EXT.032", "9.5", "里不能放“{0}”。", "cannot hold {0}"},
    {"conversation/participants", "", "9.5", "应当至少有两个参与者，现有{0}个。", "needs two participants at least; it has {0}", formal},
    {"conversation/link", "", "9.5", "应当一端是会话，一端是参与者、活动或事件。", "must join a conversation with a participant, activity or event", spares_tools},
    {"correlation/foreign-property", "", "8.4.2", "绑定的属性“{0}”不属于关联键“{1}”。", "binds {0}, which is no property of the key {1}", formal},
    {"choreography/participants", "", "11.5", "应当至少有两个参与者，现有{0}个。", "needs two participants at least; it has {0}"},
    {"choreography/initiator", "", "11.5", "的发起者“{0}”不在它的参与者之中。", "is initiated by {0}, who is not among its participants"},
    {"choreography/two-participants", "", "11.5.1", "是编排任务，应当恰有两个参与者，现有{0}个。", "is a choreography task and has two participants; it has {0}"},
    {"choreography/message-flows", "", "11.5.1", "是编排任务，应当有一条或两条消息流，现有{0}条。", "is a choreography task and has one message flow or two; it has {0}", spares_tools},
    {"choreography/message-ends", "", "11.5.1", "的消息流“{0}”不在它的参与者之间。", "has the message flow {0}, which does not join its participants"},
    {"choreography/sequence", "", "11.5.6", "由“{0}”发起，可是它没有参加前面的“{1}”，不知道什么时候该发起。", "is initiated by {0}, who takes no part in {1} before it and cannot know when"},
    {"choreography/content", "", "11.2", "里不能放{0}“{1}”。", "cannot hold the {0} {1}"},
    {"choreography/event", "", "11.6", "在编排里，不能有“{0}”。", "stands in a choreography and cannot have {0}"},

    // Diagrams.
    {"diagram/structure", "", "12.2", "的图形{0}。", "has a drawing that {0}", formal},
    {"diagram/value", "", "12.2", "的图形的“{0}”写成了“{1}”。", "has a drawing with \"{1}\" as {0}", formal},
    {"diagram/unresolved", "", "12.2", "的图形的“{0}”指向“{1}”，但没有这个元素。", "has a drawing that refers by {0} to {1}, which is not there", formal},
    {"diagram/kind", "", "12.2", "的图形“{0}”画的是{1}“{2}”，不能这样画。", "has the drawing {0} of the {1} {2}, which is not drawn so", formal},
    {"diagram/id-twice", "", "12.2", "的图形的id“{0}”已经用过。", "has a drawing with the id {0}, which is used already", formal},
};

}  // namespace

std::span<const Rule> all_rules() { return table; }

const Rule& find_rule(std::string_view id) {
  const auto* found = std::ranges::find(table, id, &Rule::id);
  if (found == std::end(table)) throw std::logic_error{"no rule " + std::string{id}};
  return *found;
}

}  // namespace yimen::bpmn::rules
