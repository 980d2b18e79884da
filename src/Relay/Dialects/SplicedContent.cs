using System.Net;

namespace Relay.Dialects;

/// <summary>
/// A request body that is sent on with some places changed. The body itself is not copied, and may be sent
/// again, with another name of the model, to the next target.
/// </summary>
internal sealed class SplicedContent : HttpContent, IAsyncDisposable
{
    private const string Json = "application/json";

    private readonly ReadOnlyMemory<byte> _body;
    private readonly IReadOnlyList<JsonEdit> _edits;
    private readonly ReadOnlyMemory<byte> _model;
    private readonly IBodyRest? _rest;
    private readonly Lock _lock = new();
    private Task _sending = Task.CompletedTask;
    private bool _closed;

    /// <summary>Makes the content for one target.</summary>
    /// <param name="body">The caller's body; it must stay as it is until the content is disposed of.</param>
    /// <param name="edits">What to change, in order.</param>
    /// <param name="model">The target's name of the model as it stands in the body; in JSON, quotes included.</param>
    /// <param name="type">The body's media type.</param>
    /// <param name="rest">What follows the body and is not here yet; null for nothing.</param>
    public SplicedContent(
        ReadOnlyMemory<byte> body, IReadOnlyList<JsonEdit> edits, ReadOnlyMemory<byte> model, string type = Json, IBodyRest? rest = null)
    {
        _body = body;
        _edits = edits;
        _model = model;
        _rest = rest;
        Headers.TryAddWithoutValidation("Content-Type", type);
    }

    /// <summary>Whether whoever was to get it closed the connection before it had all of it.</summary>
    public bool IsHalfSent => _sending.IsFaulted;

    /// <summary>Waits until nobody reads the body any more, and lets nobody begin.</summary>
    /// <remarks>
    /// A provider may answer before it has read all; the connection then goes on sending until it is closed. The body's
    /// memory is somebody else's after that.
    /// </remarks>
    public async ValueTask DisposeAsync()
    {
        Task sending;
        lock (_lock)
        {
            _closed = true;
            sending = _sending;
        }

        await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Dispose();
    }

    protected override Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            return _sending = WriteAsync(stream, cancellationToken);
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length + (_rest?.Length ?? 0);
        for (var i = 0; i < _edits.Count; i++) length += TextOf(_edits[i]).Length - _edits[i].Length;
        return _rest is null || _rest.Length is not null;
    }

    private async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        var from = 0;
        for (var i = 0; i < _edits.Count; i++)
        {
            var edit = _edits[i];
            await stream.WriteAsync(_body[from..edit.Offset], cancellationToken);
            await stream.WriteAsync(TextOf(edit), cancellationToken);
            from = edit.Offset + edit.Length;
        }

        await stream.WriteAsync(_body[from..], cancellationToken);
        if (_rest is not null) await _rest.CopyToAsync(stream, cancellationToken);
    }

    private ReadOnlyMemory<byte> TextOf(JsonEdit edit) => edit.Text ?? _model;
}
