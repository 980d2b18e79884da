using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using Relay.Failures;
using Relay.Ingress;

namespace Relay.Tests.Ingress;

public sealed class BodyReaderTests
{
    private readonly MemoryBudget _budget = new(1024 * 1024);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16 * 1024)]
    [InlineData(100_000)]
    public async Task ABody_IsReadWhole_WhateverItsPieces_AndItsMemoryGivenBack(int size)
    {
        var bytes = Enumerable.Range(0, size).Select(i => (byte)i).ToArray();
        foreach (var announced in new long?[] { size, null })
        {
            var read = await ReadAsync(new Pieces(bytes, 777), announced);

            Assert.True(read.Succeeded(out var body, out _));
            Assert.Equal(bytes, body.Span);
            Assert.True(_budget.Taken >= size);
            body.Dispose();
            Assert.Equal(0, _budget.Taken);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ABodyAboveTheLimit_Is413_AnnouncedOrNot(bool announced)
    {
        var bytes = new byte[1001];

        var failure = (await ReadAsync(new Pieces(bytes, 100), announced ? bytes.Length : null, limit: 1000)).Failure!;

        Assert.Equal((413, FailureCode.BodyTooLarge, FailureSide.Caller), (failure.Status, failure.Code, failure.Side));
        Assert.Contains("1000 bytes", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, _budget.Taken);
    }

    [Fact]
    public async Task ABodyAsLargeAsTheLimit_IsRead()
    {
        var read = await ReadAsync(new Pieces(new byte[1000], 100), null, limit: 1000);

        Assert.True(read.Succeeded(out var body, out _));
        body.Dispose();
    }

    [Fact]
    public async Task WithoutMemory_Is503_AndSaysWhenToComeBack()
    {
        Assert.True(_budget.TryTake(1024 * 1024 - 100));

        var failure = (await ReadAsync(new Pieces(new byte[1000], 100), 1000)).Failure!;

        Assert.Equal((503, FailureCode.OutOfMemory, FailureSide.Relay), (failure.Status, failure.Code, failure.Side));
        Assert.NotNull(failure.RetryAfter);
        Assert.Equal(1024 * 1024 - 100, _budget.Taken);
    }

    [Fact]
    public async Task ABodyThatBreaksOff_Is400()
    {
        var failure = (await ReadAsync(new Pieces(new byte[10], 5, new IOException()), 20)).Failure!;

        Assert.Equal((400, FailureCode.BodyIncomplete), (failure.Status, failure.Code));
        Assert.Equal(0, _budget.Taken);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("GZIP")]
    [InlineData("x-gzip")]
    [InlineData("br")]
    [InlineData("identity")]
    public async Task APackedBody_IsUnpacked_WhateverItsPieces(string encoding)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i} grüße ")));
        var packed = Pack(bytes, encoding);

        var read = await ReadAsync(new Pieces(packed, 777), packed.Length, limit: bytes.Length, encoding: encoding);

        Assert.True(read.Succeeded(out var body, out _));
        Assert.Equal(bytes, body.Span);
        body.Dispose();
        Assert.Equal(0, _budget.Taken);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task ABomb_Is413_AndNeverUnpackedWhole(string encoding)
    {
        var packed = Pack(new byte[64 * 1024 * 1024], encoding);

        var failure = (await ReadAsync(new Pieces(packed, 1000), packed.Length, limit: 200_000, encoding: encoding)).Failure!;

        Assert.Equal((413, FailureCode.BodyTooLarge), (failure.Status, failure.Code));
        Assert.Equal(0, _budget.Taken);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task ABombThatTheMemoryDoesNotHold_Is503(string encoding)
    {
        var packed = Pack(new byte[64 * 1024 * 1024], encoding);

        var failure = (await ReadAsync(new Pieces(packed, 1000), packed.Length, limit: 1024 * 1024 * 1024, encoding: encoding)).Failure!;

        Assert.Equal((503, FailureCode.OutOfMemory), (failure.Status, failure.Code));
        Assert.Equal(0, _budget.Taken);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task ABodyThatIsNotPackedAsItSays_Is400(string encoding)
    {
        var packed = Pack("{\"model\":\"m\"}"u8.ToArray(), encoding);
        foreach (var broken in new[] { "{\"model\":\"m\"}"u8.ToArray(), [255, .. packed] })
        {
            var failure = (await ReadAsync(new Pieces(broken, 5), broken.Length, encoding: encoding)).Failure!;

            Assert.Equal((400, FailureCode.BodyIncomplete), (failure.Status, failure.Code));
            Assert.Equal(0, _budget.Taken);
        }
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("deflate")]
    [InlineData("gzip, br")]
    public async Task AnotherEncoding_Is415_AndSaysHowToSwitchItOff(string encoding)
    {
        var failure = (await ReadAsync(new Pieces(new byte[10], 5), 10, encoding: encoding)).Failure!;

        Assert.Equal((415, FailureCode.UnsupportedEncoding), (failure.Status, failure.Code));
        Assert.Contains("features.enable_request_compression = false", failure.Message, StringComparison.Ordinal);
    }

    private static byte[] Pack(byte[] bytes, string encoding)
    {
        using var packed = new MemoryStream();
        using (Stream packing = encoding switch
        {
            "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "identity" => new BufferedStream(packed),
            _ => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
        })
        {
            packing.Write(bytes);
            packing.Flush();
            if (encoding == "identity") return packed.ToArray();
        }

        return packed.ToArray();
    }

    private async Task<Result<PooledBody>> ReadAsync(Stream stream, long? announced, long limit = 200_000, string? encoding = null)
    {
        var request = new DefaultHttpContext().Request;
        request.Body = stream;
        request.ContentLength = announced;
        if (encoding is not null) request.Headers.ContentEncoding = encoding;
        return await new BodyReader(_budget).ReadAsync(request, limit, TestContext.Current.CancellationToken);
    }

    // Comes in pieces, and may fail where it would end.
    private sealed class Pieces(byte[] bytes, int size, Exception? end = null) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position == Length && end is not null
                ? ValueTask.FromException<int>(end)
                : base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
