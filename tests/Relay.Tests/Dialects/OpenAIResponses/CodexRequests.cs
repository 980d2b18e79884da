namespace Relay.Tests.Dialects.OpenAIResponses;

/// <summary>What Codex sends, cut down to its forms.</summary>
internal static class CodexRequests
{
    private const string Options =
        "\"tool_choice\":\"auto\",\"parallel_tool_calls\":true,\"reasoning\":{\"effort\":\"medium\",\"summary\":\"auto\"},\"store\":false,\"stream\":true,\"include\":[\"reasoning.encrypted_content\"],\"prompt_cache_key\":\"0199-thread\",\"text\":{\"verbosity\":\"low\"},\"client_metadata\":{\"session_id\":\"s\",\"thread_id\":\"t\"}";

    /// <summary>With a model that it does not know: functions, a namespace of them, the search of the web; no instructions.</summary>
    public const string WithFunctions =
        $$$"""
            {"model":"gpt-5.2","input":[
              {"type":"message","role":"developer","content":[{"type":"input_text","text":"<permissions>"}]},
              {"type":"message","role":"user","content":[{"type":"input_text","text":"Write a file."}]},
              {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"**Plan**"}],"content":null,"encrypted_content":"gAAAAABp+/="},
              {"type":"function_call","id":"fc_1","name":"exec_command","arguments":"{\"cmd\":\"ls\"}","call_id":"call_1","status":"completed"},
              {"type":"function_call","id":"fc_2","name":"spawn","namespace":"multi_agent_v1","arguments":"{}","call_id":"call_2","status":"completed"},
              {"type":"function_call_output","call_id":"call_1","output":"a.txt\n"},
              {"type":"function_call_output","call_id":"call_2","output":[{"type":"input_text","text":"ok"},{"type":"input_image","image_url":"data:image/png;base64,iVBOR","detail":"high"}]}],
             "tools":[{"type":"function","name":"exec_command","description":"Runs.","strict":false,"parameters":{"type":"object","properties":{"cmd":{"type":"string"}},"required":["cmd"],"additionalProperties":false}},
              {"type":"namespace","name":"multi_agent_v1","description":"Agents.","tools":[{"type":"function","name":"spawn","description":"Spawns.","strict":false,"parameters":{"type":"object"}}]},
              {"type":"web_search","external_web_access":false}],{{{Options}}}}
            """;

    /// <summary>With gpt-5.6: no tools beside the input, and a custom tool in a namespace that takes JavaScript.</summary>
    public const string WithToolsInInput =
        $$$"""
            {"model":"gpt-5.6","input":[
              {"type":"additional_tools","role":"developer","tools":[{"type":"namespace","name":"functions","tools":[
                {"type":"custom","name":"exec","description":"Runs JavaScript.","format":{"type":"grammar","syntax":"lark","definition":"start: /.+/s"}},
                {"type":"function","name":"wait","parameters":{"type":"object"}}]},{"type":"namespace","name":"clock","tools":[{"type":"function","name":"now"}]}]},
              {"type":"message","role":"user","content":[{"type":"input_text","text":"Go."}]},
              {"type":"custom_tool_call","id":"ctc_1","status":"completed","call_id":"call_1","name":"exec","namespace":"functions","input":"console.log(\"hi\")"},
              {"type":"custom_tool_call_output","call_id":"call_1","output":[{"type":"input_text","text":"hi"}]}],{{{Options}}}}
            """;
}
