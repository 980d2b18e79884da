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
    [InlineData("zstd")]
    public async Task AnEncodedBody_Is415(string encoding)
    {
        var failure = (await ReadAsync(new Pieces(new byte[10], 5), 10, encoding: encoding)).Failure!;

        Assert.Equal((415, FailureCode.UnsupportedEncoding), (failure.Status, failure.Code));
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
