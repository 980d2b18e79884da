using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Relay.Failures;

namespace Relay.Ingress;

/// <summary>What a request's <c>Content-Encoding</c> says of its body.</summary>
internal static class BodyEncoding
{
    /// <summary>Opens a body for reading, unpacked.</summary>
    /// <returns>
    /// The body itself when it is plain. Null when it is packed in a way that the framework cannot undo; see <see cref="Unknown"/>.
    /// </returns>
    public static Stream? Open(HttpRequest request)
    {
        var encoding = request.Headers.ContentEncoding;
        if (encoding.Count == 0) return request.Body;
        return encoding.ToString().Trim().ToUpperInvariant() switch
        {
            "" or "IDENTITY" => request.Body,
            "GZIP" or "X-GZIP" => new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true),
            "BR" => new BrotliStream(request.Body, CompressionMode.Decompress, leaveOpen: true),
            _ => null,
        };
    }

    /// <summary>Whether reading failed because the bytes are not what the header says. Brotli throws the second of the two.</summary>
    public static bool IsBroken(Exception e) => e is InvalidDataException or InvalidOperationException;

    /// <summary>The failure of a body that is packed in another way.</summary>
    public static Failure Unknown() =>
        new(FailureStage.Ingress, FailureSide.Caller, 415, FailureCode.UnsupportedEncoding,
            "The body has a Content-Encoding that this relay does not read: it takes gzip, br and none. "
            + "Codex packs with zstd when its provider is named \"OpenAI\": give it another name in config.toml, or set "
            + "features.enable_request_compression = false.");

    /// <summary>The failure of a body that is not what the header says.</summary>
    public static Failure Broken() =>
        new(FailureStage.Ingress, FailureSide.Caller, 400, FailureCode.BodyIncomplete,
            "The body cannot be unpacked as its Content-Encoding says. Send it again, or without Content-Encoding.");
}
