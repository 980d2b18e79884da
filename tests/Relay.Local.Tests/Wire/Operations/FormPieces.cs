namespace Relay.Local.Tests.Wire.Operations;

/// <summary>A body whose length nobody knows, and whose later pieces wait.</summary>
internal sealed class FormPieces(byte[][] pieces, Task next) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
    {
        for (var i = 0; i < pieces.Length; i++)
        {
            if (i > 0) await next;
            await stream.WriteAsync(pieces[i]);
            await stream.FlushAsync();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
