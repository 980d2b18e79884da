using System.Buffers;
using Microsoft.AspNetCore.Http;
using Relay.Ingress;

namespace Relay.Forwarding;

/// <summary>
/// The answer to the caller: what was sent, and that nothing is sent before the call is durably open. While there is
/// nothing to send it sends keep-alives, from a timer: comments in a stream, white space before JSON. A gate keeps
/// these and the answer apart.
/// </summary>
internal sealed class CallerAnswer : IAsyncDisposable
{
    /// <summary>Clients give up waiting for headers after 60 s and more; ten seconds leave time for other targets.</summary>
    public static readonly TimeSpan FirstSilence = TimeSpan.FromSeconds(10);

    /// <summary>Well under what proxies on the way allow a connection to be silent.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private static readonly byte[] Comment = ": keep-alive\n\n"u8.ToArray();
    private static readonly byte[] WhiteSpace = " "u8.ToArray();

    private readonly HttpResponse _response;
    private readonly Call _call;
    private readonly TimeProvider _time;
    private readonly CancellationToken _cancellation;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly TimeSpan _firstSilence;
    private readonly ITimer? _timer;
    private ArrayBufferWriter<byte>? _held;
    private long _lastSent;
    private bool _ended;

    public CallerAnswer(HttpResponse response, Call call, TimeProvider time, CancellationToken cancellation)
    {
        _response = response;
        _call = call;
        _time = time;
        _cancellation = cancellation;
        _lastSent = time.GetTimestamp();
        _firstSilence = call.Request.Stream ? FirstSilence
            // White space is nothing before JSON only, and of these it is not known before they come what they are.
            : call.Request.Operation is { AnswersBytes: true } or { TakesForms: true } ? TimeSpan.Zero
            : call.Config.Document.JsonKeepAlive;
        if (_firstSilence == TimeSpan.Zero) return;
        _timer = time.CreateTimer(
            static answer => _ = ((CallerAnswer)answer!).KeepAliveAsync(), this, _firstSilence, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How far it is.</summary>
    public AnswerState State { get; private set; }

    /// <summary>Whether it goes on in events, so that an error can still be said in it.</summary>
    public bool IsEvents { get; private set; }

    /// <summary>Notes whose answer this is to be, in headers, as long as there is time for that.</summary>
    public void Describe(Attempt attempt, HttpResponseMessage upstream)
    {
        if (State != AnswerState.NothingSent) return;
        PassedHeaders.CopyToCaller(upstream.Headers, _response.Headers);
        _response.Headers["x-relay-model"] = attempt.Target.Model;
        _response.Headers["x-relay-account"] = attempt.Target.Account.Id;
        if (attempt.Dropped.Count > 0) _response.Headers["x-relay-dropped"] = string.Join(", ", attempt.Dropped);
        else _response.Headers.Remove("x-relay-dropped");
        _response.Headers["x-relay-attempts"] = _call.Attempts.Count.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Keeps an event back until one comes that is worth committing to.</summary>
    public void Hold(ReadOnlySpan<byte> bytes) => (_held ??= new(1024)).Write(bytes);

    /// <summary>Forgets what was held of a target that failed.</summary>
    public void DropHeld() => _held?.ResetWrittenCount();

    /// <summary>Commits to the target, sends what was held and then this, and flushes.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await _gate.WaitAsync(_cancellation);
        try
        {
            await Start_NeedsGate(events: true);
            State = AnswerState.Committed;
            if (_held is { WrittenCount: > 0 })
            {
                await _response.Body.WriteAsync(_held.WrittenMemory, _cancellation);
                _held.ResetWrittenCount();
            }

            await Send_NeedsGate(bytes);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Sends the event that ends a broken stream, and flushes. Commits to nothing.</summary>
    public async ValueTask SendLastAsync(ReadOnlyMemory<byte> bytes)
    {
        await _gate.WaitAsync(_cancellation);
        try
        {
            _ended = true;
            await Send_NeedsGate(bytes);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Sends a whole JSON answer; the last thing that is sent.</summary>
    public async ValueTask SendJsonAsync(int status, string contentType, ReadOnlyMemory<byte> body)
    {
        await _gate.WaitAsync(_cancellation);
        try
        {
            _ended = true;
            await _call.Open!.Written;
            _call.NoteFirstByte();
            // After white space the status is out, and how much more there is cannot be said any longer.
            if (State == AnswerState.NothingSent)
            {
                _response.StatusCode = status;
                _response.ContentType = contentType;
                _response.ContentLength = body.Length;
            }

            State = AnswerState.Committed;
            await _response.Body.WriteAsync(body, _cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Commits to the target, whose answer is neither JSON nor events; its bytes follow.</summary>
    /// <param name="status">The status.</param>
    /// <param name="contentType">What the bytes are; null when the provider did not say.</param>
    /// <param name="length">How many there will be; null when the provider did not say.</param>
    public async ValueTask StartBytesAsync(int status, string? contentType, long? length)
    {
        await _call.Open!.Written;
        State = AnswerState.Committed;
        _call.NoteFirstByte();
        _response.StatusCode = status;
        _response.ContentType = contentType;
        _response.ContentLength = length;
    }

    /// <summary>Stops the keep-alives, and waits for one that is being sent.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_timer is not null) await _timer.DisposeAsync();
        await _gate.WaitAsync(CancellationToken.None);
        _ended = true;
        _gate.Release();
    }

    private async Task KeepAliveAsync()
    {
        var next = Silence;
        // Whoever holds the gate is sending, which is as good.
        if (_gate.Wait(0, CancellationToken.None))
        {
            try
            {
                if (_ended) return;
                var limit = State == AnswerState.NothingSent ? _firstSilence : Silence;
                var left = limit - _time.GetElapsedTime(_lastSent);
                if (left > TimeSpan.Zero) next = left;
                else await KeepAlive_NeedsGate();
            }
            catch (Exception)
            {
                // The call itself meets the same trouble at what it sends next, and says so.
            }
            finally
            {
                _gate.Release();
            }
        }

        _timer?.Change(next, Timeout.InfiniteTimeSpan);
    }

    private async ValueTask KeepAlive_NeedsGate()
    {
        await Start_NeedsGate(_call.Request.Stream);
        await Send_NeedsGate(IsEvents ? Comment : WhiteSpace);
    }

    private async ValueTask Start_NeedsGate(bool events)
    {
        if (State != AnswerState.NothingSent) return;
        await _call.Open!.Written;
        IsEvents = events;
        _response.StatusCode = StatusCodes.Status200OK;
        _response.ContentType = IsEvents ? "text/event-stream; charset=utf-8" : "application/json";
        _response.Headers.CacheControl = "no-cache";
        // nginx and its kin would collect what is sent otherwise.
        _response.Headers["X-Accel-Buffering"] = "no";
        State = AnswerState.HeadersSent;
        _call.NoteFirstByte();
    }

    private async ValueTask Send_NeedsGate(ReadOnlyMemory<byte> bytes)
    {
        await _response.Body.WriteAsync(bytes, _cancellation);
        await _response.Body.FlushAsync(_cancellation);
        _lastSent = _time.GetTimestamp();
    }
}
