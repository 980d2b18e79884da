using System.Buffers;
using Microsoft.AspNetCore.Http;
using Relay.Dialects;
using Relay.Failures;
using Relay.Ingress;

namespace Relay.Forwarding;

/// <summary>
/// The answer to the caller: what was sent, and that nothing is sent before the call is durably open. While there is
/// nothing to send it sends keep-alives, from a timer: in a stream what the dialect's clients count, white space in JSON.
/// A gate keeps these and the answer apart.
/// </summary>
internal sealed class CallerAnswer : IAsyncDisposable
{
    private static readonly byte[] WhiteSpace = " "u8.ToArray();

    private readonly HttpResponse _response;
    private readonly Call _call;
    private readonly AnswerSilence _silence;
    private readonly CancellationToken _cancellation;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly ITimer? _timer;
    private ArrayBufferWriter<byte>? _held;
    private IStreamVoice? _voice;
    private bool _isFollowing;
    private bool _ended;

    public CallerAnswer(HttpResponse response, Call call, TimeProvider time, CancellationToken cancellation)
    {
        _response = response;
        _call = call;
        _silence = new AnswerSilence(call, time);
        _cancellation = cancellation;
        if (_silence.UntilFirst == TimeSpan.Zero) return;
        _timer = time.CreateTimer(
            static answer => _ = ((CallerAnswer)answer!).KeepAliveAsync(), this, _silence.UntilFirst, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How far it is.</summary>
    public AnswerState State { get; private set; }

    /// <summary>Whether it goes on in events, or in the elements of an array, so that an error can still be said in it.</summary>
    public bool IsEvents { get; private set; }

    /// <summary>Whether its events are to be the elements of an array.</summary>
    public bool IsArray => _call.Request.AsArray;

    /// <summary>Whether comments may stand between its events.</summary>
    public bool TakesComments => !IsArray && Dialect.TakesComments;

    private IDialect Dialect => DialectCatalogue.Of(_call.Request.Dialect);

    /// <summary>Notes whose answer this is to be, in headers, as long as there is time for that.</summary>
    public void Describe(Attempt attempt, HttpResponseMessage upstream)
    {
        if (State != AnswerState.NothingSent) return;
        PassedHeaders.CopyToCaller(upstream.Headers, _response.Headers);
        // Not that of an attempt before.
        RequestId.Reset(_response.Headers, attempt.Caller);
        RequestId.Copy(upstream.Headers, _response.Headers, attempt.Caller);
        _response.Headers["x-relay-model"] = attempt.Target.Model;
        _response.Headers["x-relay-account"] = attempt.Target.Account.Id;
        if (attempt.Dropped.Count > 0) _response.Headers["x-relay-dropped"] = string.Join(", ", attempt.Dropped);
        else _response.Headers.Remove("x-relay-dropped");
        _response.Headers["x-relay-attempts"] = _call.Attempts.Count.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>A provider's stream begins: what it has to say beside its events, it says from now on.</summary>
    /// <returns>To be disposed of when the stream has ended, however it did.</returns>
    public AnswerStream Follow(IStreamVoice voice)
    {
        _voice = voice;
        _isFollowing = true;
        return new(this);
    }

    /// <summary>The stream has ended. Nothing of it is sent unasked from now on.</summary>
    public async ValueTask UnfollowAsync()
    {
        await _gate.WaitAsync(CancellationToken.None);
        _isFollowing = false;
        _gate.Release();
    }

    /// <summary>Keeps keep-alives away until the turn ends.</summary>
    public async ValueTask<AnswerTurn> TakeTurnAsync()
    {
        await _gate.WaitAsync(_cancellation);
        return new(_gate);
    }

    /// <summary>Keeps an event back until one comes that is worth committing to. In a turn.</summary>
    public void Hold(ReadOnlySpan<byte> bytes) => (_held ??= new(1024)).Write(bytes);

    /// <summary>Forgets what was held of a target that failed.</summary>
    public void DropHeld() => _held?.ResetWrittenCount();

    /// <summary>Commits to the target, sends what was held and then this, and flushes.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        using var turn = await TakeTurnAsync();
        await SendInTurnAsync(bytes);
    }

    /// <inheritdoc cref="SendAsync"/>
    /// <remarks>In a turn.</remarks>
    public async ValueTask SendInTurnAsync(ReadOnlyMemory<byte> bytes)
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

    /// <summary>Sends what ends a broken stream, and flushes. Commits to nothing.</summary>
    public async ValueTask SendLastAsync(Failure failure, IDialect dialect)
    {
        using var turn = await TakeTurnAsync();
        _ended = true;
        var isCommitted = State == AnswerState.Committed;
        var last = isCommitted && _voice is not null ? _voice.Fail(failure) : default;
        if (last.IsEmpty) last = IsArray ? dialect.ToLastElement(failure, isFirst: !isCommitted) : dialect.ToEvent(failure);
        await Send_NeedsGate(last);
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
        var next = AnswerSilence.Between;
        // Whoever holds the gate is sending, which is as good.
        if (_gate.Wait(0, CancellationToken.None))
        {
            try
            {
                if (_ended) return;
                await KeepAlive_NeedsGate(isDue: _silence.Left(State) <= TimeSpan.Zero);
                next = _silence.UntilNextLook(State);
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

    private async ValueTask KeepAlive_NeedsGate(bool isDue)
    {
        // An answer that has begun is sent when its clients count no comments: the events that they do count come behind
        // its first one only. Others lose nothing by waiting, and as long as they wait another target can still answer.
        var isHeldTooLong = _isFollowing && _held is { WrittenCount: > 0 } && _silence.IsHeldTooLong;
        var alive = isHeldTooLong || (isDue && State == AnswerState.Committed) ? _voice?.KeepAlive() ?? default : default;
        if (!alive.IsEmpty)
        {
            await SendInTurnAsync(alive);
        }
        else if (isDue)
        {
            await Start_NeedsGate(_call.Request.Stream);
            await Send_NeedsGate(IsEvents && !IsArray ? Dialect.KeepAlive : WhiteSpace);
        }
    }

    private async ValueTask Start_NeedsGate(bool events)
    {
        if (State != AnswerState.NothingSent) return;
        await _call.Open!.Written;
        IsEvents = events;
        _response.StatusCode = StatusCodes.Status200OK;
        _response.ContentType = IsEvents && !IsArray ? "text/event-stream; charset=utf-8" : "application/json";
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
        _silence.Break();
    }
}
