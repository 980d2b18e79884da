using Microsoft.AspNetCore.Http;

namespace Relay.Sandbox;

/// <summary>Gives one answer, as JSON or as a stream, with the faults that were asked for.</summary>
internal sealed class Answering(
    HttpContext http, ISandboxDialect dialect, SandboxRequest request, Behaviour behaviour, Answer answer, SandboxCall call, TimeProvider time)
{
    private readonly Answer _answer = answer.Within(request.MaxTokens ?? int.MaxValue);
    private readonly AnswerWriter _writer = new(http.Response, behaviour, http.RequestAborted);
    private int _checkedTokens = -1;

    /// <summary>Answers.</summary>
    public Task RunAsync() => request.Stream && !behaviour.Json ? StreamAsync() : WholeAsync();

    private async Task WholeAsync()
    {
        await WaitAsync(behaviour.FirstToken);
        http.Response.ContentType = "application/json";
        if (behaviour.Silence is not null)
        {
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await WaitAsync(Timeout.InfiniteTimeSpan);
        }

        var json = behaviour.Error is not null ? dialect.Error(500, behaviour.ErrorCode, "As asked for.")
            : dialect.Whole(call.Id, request, _answer, !behaviour.NoUsage);
        if (behaviour.Malformed is not null) json = json[..(json.Length / 2)];
        if (behaviour.Short || behaviour.Cut is not null)
        {
            http.Response.ContentLength = System.Text.Encoding.UTF8.GetByteCount(json);
            await _writer.SendAsync(json[..(json.Length / 2)]);
            throw NewCut();
        }

        await _writer.SendAsync(json);
        if (behaviour.Error is not null || behaviour.Malformed is not null) return;
        call.Tokens = _answer.Tokens;
        call.Completed = true;
    }

    private async Task StreamAsync()
    {
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        await http.Response.Body.FlushAsync(http.RequestAborted);
        await WaitAsync(behaviour.FirstToken);
        foreach (var (name, data, kind) in dialect.Events(call.Id, request, _answer, !behaviour.NoUsage))
        {
            if (await FailNowAsync()) return;
            if (kind == SandboxEventKind.End && behaviour.NoDone) return;
            if (kind == SandboxEventKind.Token && behaviour.Preamble) return;
            if (kind == SandboxEventKind.Token && call.Tokens > 0) await WaitAsync(behaviour.Gap);
            await _writer.SendEventAsync(name, data);
            if (kind == SandboxEventKind.Token) call.Tokens++;
        }

        call.Completed = true;
    }

    // Whether the answer ends here, by one of the faults.
    private async Task<bool> FailNowAsync()
    {
        // Not every delta is a token, and a fault comes once.
        if (_checkedTokens == call.Tokens) return false;
        _checkedTokens = call.Tokens;
        if (behaviour.Silence == call.Tokens) await WaitAsync(Timeout.InfiniteTimeSpan);
        if (behaviour.Error == call.Tokens)
        {
            var (name, data, _) = dialect.ErrorEvent(behaviour.ErrorCode);
            await _writer.SendEventAsync(name, data);
            return true;
        }

        if (behaviour.Malformed == call.Tokens) await _writer.SendEventAsync(null, dialect.Malformed);
        if (behaviour.Cut == call.Tokens) throw NewCut();
        return false;
    }

    // Aborting would destroy what is on its way; an exception closes behind it, without the body's end.
    private static IOException NewCut() => new("Cut, as asked for.");

    private Task WaitAsync(TimeSpan wait) =>
        wait == TimeSpan.Zero ? Task.CompletedTask : Task.Delay(wait, time, http.RequestAborted);
}
