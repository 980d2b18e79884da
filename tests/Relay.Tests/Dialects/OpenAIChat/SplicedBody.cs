using System.Text;
using Relay.Dialects;
using Relay.Dialects.OpenAIChat;

namespace Relay.Tests.Dialects.OpenAIChat;

/// <summary>A body scanned, and sent on to a target.</summary>
internal sealed class SplicedBody
{
    /// <summary>The target's name for the model, as JSON.</summary>
    public const string TargetJson = "\"target\"";

    private SplicedBody(byte[] original, CallRequest request, byte[] sent, long? announced)
    {
        Original = original;
        Request = request;
        Sent = sent;
        Announced = announced;
    }

    public byte[] Original { get; }

    public CallRequest Request { get; }

    public byte[] Sent { get; }

    public string SentText => Encoding.UTF8.GetString(Sent);

    /// <summary>The Content-Length that was announced.</summary>
    public long? Announced { get; }

    public static async Task<SplicedBody> OfAsync(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        Assert.True(ChatRequestScan.Read(bytes).Succeeded(out var request, out var failure), failure?.Message);
        using var sent = new MemoryStream();
        await using var content = new SplicedContent(bytes, request.Edits, Encoding.UTF8.GetBytes(TargetJson));
        var announced = content.Headers.ContentLength;
        await content.CopyToAsync(sent);
        return new(bytes, request, sent.ToArray(), announced);
    }

    /// <summary>What was sent, with every edit taken back: it must be the original again.</summary>
    public byte[] Undone()
    {
        var undone = new List<byte>();
        var at = 0;
        var original = 0;
        foreach (var edit in Request.Edits)
        {
            var kept = edit.Offset - original;
            undone.AddRange(Sent.AsSpan(at, kept));
            undone.AddRange(Original.AsSpan(edit.Offset, edit.Length));
            at += kept + (edit.Text?.Length ?? TargetJson.Length);
            original = edit.Offset + edit.Length;
        }

        undone.AddRange(Sent.AsSpan(at));
        return [.. undone];
    }
}
