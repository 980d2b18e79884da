using Microsoft.AspNetCore.Http;

namespace Relay.Sandbox.OpenAIChat;

/// <summary>Gives one answer, as JSON or as a stream, with the faults that were asked for.</summary>
internal sealed class ChatAnswering(
    HttpContext http, ChatRequest request, Behaviour behaviour, Answer answer, SandboxCall call, TimeProvider time)
{
    private readonly AnswerWriter _writer = new(http.Response, behaviour, http.RequestAborted);

    /// <summary>Answers.</summary>
    public Task RunAsync() => request.Stream && !behaviour.Json ? StreamAsync() : WholeAsync();

    private async Task WholeAsync()
    {
        await WaitAsync(behaviour.FirstToken);
        var tokens = Math.Min(answer.Tokens, request.MaxTokens ?? int.MaxValue);
        http.Response.ContentType = "application/json";
        if (behaviour.Silence is not null)
        {
            await http.Response.StartAsync(http.RequestAborted);
            await WaitAsync(Timeout.InfiniteTimeSpan);
        }

        var json = behaviour.Error is not null ? ChatJson.Error("As asked for.", "sandbox_error", behaviour.Code ?? "sandbox_error")
            : ChatJson.Whole(call.Id, request.Model, Cut(tokens), FinishReason(tokens), behaviour.NoUsage ? null : ChatJson.Usage(request, answer, tokens));
        if (behaviour.Malformed is not null) json = json[..(json.Length / 2)];
        if (behaviour.Short || behaviour.Cut is not null)
        {
            http.Response.ContentLength = System.Text.Encoding.UTF8.GetByteCount(json);
            await _writer.SendAsync(json[..(json.Length / 2)]);
            http.Abort();
            return;
        }

        await _writer.SendAsync(json);
        call.Tokens = tokens;
        call.Completed = true;
    }

    private async Task StreamAsync()
    {
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        await http.Response.StartAsync(http.RequestAborted);
        var limit = Math.Min(answer.Tokens, request.MaxTokens ?? int.MaxValue);
        await WaitAsync(behaviour.FirstToken);
        foreach (var (delta, isToken) in ChatJson.Deltas(answer))
        {
            if (await FailNowAsync()) return;
            if (isToken && call.Tokens == limit) break;
            if (isToken && call.Tokens > 0) await WaitAsync(behaviour.Gap);
            await _writer.SendEventAsync(ChatJson.Chunk(call.Id, request.Model, delta));
            if (isToken) call.Tokens++;
        }

        if (await FailNowAsync()) return;
        await _writer.SendEventAsync(ChatJson.Chunk(call.Id, request.Model, "{}", FinishReason(limit)));
        if (request.IncludeUsage && !behaviour.NoUsage)
            await _writer.SendEventAsync(ChatJson.UsageChunk(call.Id, request.Model, ChatJson.Usage(request, answer, call.Tokens)));
        if (!behaviour.NoDone) await _writer.SendEventAsync("[DONE]");
        call.Completed = !behaviour.NoDone;
    }

    // Whether the answer ends here, by one of the faults.
    private async Task<bool> FailNowAsync()
    {
        if (behaviour.Silence == call.Tokens) await WaitAsync(Timeout.InfiniteTimeSpan);
        if (behaviour.Error == call.Tokens)
        {
            await _writer.SendEventAsync(ChatJson.Error("As asked for.", "sandbox_error", behaviour.Code ?? "sandbox_error"));
            return true;
        }

        if (behaviour.Malformed == call.Tokens)
        {
            await _writer.SendEventAsync("{\"choices\":[");
            return false;
        }

        if (behaviour.Cut != call.Tokens) return false;
        // Aborting would destroy what is on its way; an exception closes behind it, without the body's end.
        throw new IOException("Cut, as asked for.");
    }

    private string FinishReason(int tokens) =>
        tokens < answer.Tokens ? "length" : answer.FinishReason ?? (answer.ToolCalls.Count > 0 ? "tool_calls" : "stop");

    private Answer Cut(int tokens) => tokens == answer.Tokens ? answer : answer with { Text = [.. answer.Text.Take(tokens)] };

    private Task WaitAsync(TimeSpan wait) =>
        wait == TimeSpan.Zero ? Task.CompletedTask : Task.Delay(wait, time, http.RequestAborted);
}
