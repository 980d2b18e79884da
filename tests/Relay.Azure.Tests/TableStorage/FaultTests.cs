using System.Net.Sockets;
using Relay.Azure.Tests.Running;
using Relay.Storage;
using static Relay.Azure.Tests.Running.Stores;

namespace Relay.Azure.Tests.TableStorage;

/// <summary>What the service says, and what a caller of the port makes of it.</summary>
public sealed class FaultTests
{
    private int _tries;

    [Theory]
    [InlineData(403, "AuthorizationPermissionMismatch", TableFault.Denied)]
    [InlineData(403, "AuthenticationFailed", TableFault.Denied)]
    [InlineData(401, "NoAuthenticationInformation", TableFault.Denied)]
    [InlineData(400, "InvalidInput", TableFault.Unavailable)]
    [InlineData(501, "NotImplemented", TableFault.Unavailable)]
    public async Task ARefusal_IsNotAskedForTwice(int status, string code, TableFault fault)
    {
        var store = On(_ => AnswerAsync(ServiceAnswers.Error(status, code)), Fast.Time);

        var read = await Assert.ThrowsAsync<TableStoreException>(() => store.ReadAsync("rows", "a"));
        var write = await Assert.ThrowsAsync<TableStoreException>(() => store.WriteAsync("rows", TableWrite.Insert(Row("a"))));

        Assert.Equal((fault, fault), (read.Fault, write.Fault));
        Assert.Contains($"({status} {code})", read.Message, StringComparison.Ordinal);
        Assert.Equal(2, _tries);
    }

    [Theory]
    [InlineData(413, "RequestBodyTooLarge")]
    [InlineData(400, "EntityTooLarge")]
    [InlineData(400, "PropertyValueTooLarge")]
    public async Task WhatIsTooLarge_IsTheCallersMistake(int status, string code)
    {
        var store = On(_ => AnswerAsync(ServiceAnswers.Error(status, code)));

        await Assert.ThrowsAsync<ArgumentException>(() => store.WriteAsync("rows", TableWrite.Insert(Row("a"))));
        await Assert.ThrowsAsync<ArgumentException>(
            () => store.WriteAsync("rows", TableWrite.Insert(Row("a")), TableWrite.Insert(Row("b"))));
    }

    [Theory]
    [InlineData(500, "OperationTimedOut")]
    [InlineData(502, "")]
    [InlineData(503, "")]
    [InlineData(504, "")]
    public async Task AFailureThatMayPass_IsTriedAgain_AndThenUnavailable(int status, string code)
    {
        var store = On(_ => AnswerAsync(ServiceAnswers.Error(status, code)), Fast.Time);

        var failure = await Assert.ThrowsAsync<TableStoreException>(() => store.ReadAsync("rows", "a"));

        Assert.Equal(TableFault.Unavailable, failure.Fault);
        Assert.Equal(4, _tries);
    }

    [Fact(Timeout = 60_000)]
    public async Task AServiceThatIsLongSilent_IsAskedTwice()
    {
        var time = new ManualTimeProvider();
        var store = On(
            _ =>
            {
                _tries++;
                time.Advance(TimeSpan.FromSeconds(10));
                throw new TimeoutException("Nothing came.");
            },
            time);

        var reading = store.ReadAsync("rows", "a");
        await time.WaitForTimerAsync(TimeSpan.FromMilliseconds(100));
        time.Advance(TimeSpan.FromMilliseconds(100));

        var failure = await Assert.ThrowsAsync<TableStoreException>(() => reading);
        Assert.Equal((TableFault.Unavailable, 2), (failure.Fault, _tries));
    }

    [Fact]
    public async Task AServiceOutOfReach_IsUnavailable()
    {
        var store = On(
            _ => throw new HttpRequestException("No way.", new SocketException((int)SocketError.ConnectionRefused)), Fast.Time);

        var failure = await Assert.ThrowsAsync<TableStoreException>(() => store.WriteAsync("rows", TableWrite.Insert(Row("a"))));

        Assert.Equal(TableFault.Unavailable, failure.Fault);
    }

    [Fact]
    public async Task AThrottledTryAfterOneThatMayHaveLanded_DoesNotSayThatNothingWasWritten()
    {
        var store = On(
            _ => _tries == 0
                ? AnswerAsync(ServiceAnswers.Error(500, "OperationTimedOut"))
                : AnswerAsync(ServiceAnswers.Error(503, "ServerBusy", "60")),
            Fast.Time);

        var failure = await Assert.ThrowsAsync<TableStoreException>(() => store.WriteAsync("rows", TableWrite.Insert(Row("a"))));

        Assert.Equal((TableFault.Unavailable, TimeSpan.FromMinutes(1)), (failure.Fault, failure.RetryAfter));
    }

    [Fact]
    public async Task ATableThatIsBeingDeleted_IsUnavailable_AndNothingIsWritten()
    {
        var store = On(
            request => AnswerAsync(request.RequestUri!.AbsolutePath == "/Tables"
                ? ServiceAnswers.Error(409, "TableBeingDeleted")
                : ServiceAnswers.Error(404, "TableNotFound")),
            Fast.Time);

        var failure = await Assert.ThrowsAsync<TableStoreException>(() => store.WriteAsync("rows", TableWrite.Insert(Row("a"))));

        Assert.Equal(TableFault.Unavailable, failure.Fault);
    }

    [Fact]
    public async Task ARowOfAnotherHand_WithATypeThatRelayDoesNotWrite_IsDamaged()
    {
        var store = On(_ => AnswerAsync(ServiceAnswers.Json("""{"odata.etag":"W/\"1\"","PartitionKey":"p","RowKey":"a","x":null}""")));

        var failure = await Assert.ThrowsAsync<TableStoreException>(() => store.ReadAsync("rows", "a"));

        Assert.Equal(TableFault.Damaged, failure.Fault);
    }

    [Fact]
    public async Task ThePropertyThatTheStoreKeepsForItself_CannotBeWritten()
    {
        var store = On(_ => AnswerAsync(ServiceAnswers.Written("W/\"1\"")));

        await Assert.ThrowsAsync<ArgumentException>(() => store.WriteAsync("rows", TableWrite.Insert(Row("a").With("_write", "x"))));
        Assert.Equal(0, _tries);
    }

    private Task<HttpResponseMessage> AnswerAsync(HttpResponseMessage answer)
    {
        _tries++;
        return Task.FromResult(answer);
    }
}
