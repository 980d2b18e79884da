using System.Text.RegularExpressions;
using Azure;
using Azure.Data.Tables;
using Relay.Azure.Tests.Running;

namespace Relay.Azure.Tests.Offline;

/// <summary>What the stand-in sends, to the letter.</summary>
public sealed partial class WireTests
{
    private const string ETag1 = "W/\"datetime'2026-01-02T03%3A04%3A05.0000000Z'\"";

    private readonly List<string> _sent = [];
    private readonly Queue<HttpResponseMessage> _answers = [];

    public WireTests() => Assert.SkipUnless(
        typeof(TableClient).Assembly.GetName().Name!.StartsWith("Offline.", StringComparison.Ordinal),
        "The real package writes in ways of its own.");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnInsert_WritesEachPropertyWithItsType()
    {
        _answers.Enqueue(ServiceAnswers.Written(ETag1));
        var entity = new TableEntity("p", "it's")
        {
            ["text"] = "\"é\"",
            ["flag"] = true,
            ["number"] = long.MaxValue,
            ["share"] = 0.5,
            ["time"] = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1)).AddTicks(7),
            ["bytes"] = new byte[] { 1, 2, 3 },
            ["id"] = new Guid("00112233-4455-6677-8899-aabbccddeeff"),
        };

        var response = await Table().AddEntityAsync(entity, Stop);

        Assert.Equal(ETag1, response.Headers.ETag.ToString());
        Assert.Equal(
            """
            POST https://acc.table.example/rows
            Accept: application/json; odata=minimalmetadata
            DataServiceVersion: 3.0
            Prefer: return-no-content
            x-ms-version: 2020-12-06
            Content-Type: application/json

            {"PartitionKey":"p","RowKey":"it\u0027s","text":"\u0022\u00E9\u0022","flag":true,"number":"9223372036854775807","number@odata.type":"Edm.Int64","share":0.5,"share@odata.type":"Edm.Double","time":"2026-01-02T02:04:05.0000007Z","time@odata.type":"Edm.DateTime","bytes":"AQID","bytes@odata.type":"Edm.Binary","id":"00112233-4455-6677-8899-aabbccddeeff","id@odata.type":"Edm.Guid"}
            """,
            Assert.Single(_sent));
    }

    [Fact]
    public async Task AnUpdate_AnUpsertAndADelete_DifferByIfMatch()
    {
        for (var i = 0; i < 4; i++) _answers.Enqueue(ServiceAnswers.Written(ETag1));
        var table = Table();

        await table.UpdateEntityAsync(new TableEntity("p", "it's"), new ETag(ETag1), TableUpdateMode.Replace, Stop);
        await table.UpsertEntityAsync(new TableEntity("p", "r"), TableUpdateMode.Replace, Stop);
        await table.UpsertEntityAsync(new TableEntity("p", "r"), TableUpdateMode.Merge, Stop);
        await table.DeleteEntityAsync("p", "r", default, Stop);

        const string Row = "https://acc.table.example/rows(PartitionKey='p',RowKey='r')";
        Assert.StartsWith("PUT https://acc.table.example/rows(PartitionKey='p',RowKey='it%27%27s')\n", _sent[0], StringComparison.Ordinal);
        Assert.Contains($"\nIf-Match: {ETag1}\n", _sent[0], StringComparison.Ordinal);
        Assert.StartsWith($"PUT {Row}\n", _sent[1], StringComparison.Ordinal);
        Assert.DoesNotContain("If-Match", _sent[1], StringComparison.Ordinal);
        Assert.StartsWith($"PATCH {Row}\n", _sent[2], StringComparison.Ordinal);
        Assert.StartsWith($"DELETE {Row}\n", _sent[3], StringComparison.Ordinal);
        Assert.Contains("\nIf-Match: *\n", _sent[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task AQuery_GoesOnWhereThePageBeforeEnded()
    {
        var first = ServiceAnswers.Json("""{"value":[{"odata.etag":"W/\"1\"","PartitionKey":"p","RowKey":"a","Timestamp":"2026-01-02T03:04:05Z"}]}""");
        first.Headers.Add("x-ms-continuation-NextPartitionKey", "1!4!cA--");
        first.Headers.Add("x-ms-continuation-NextRowKey", "1!4!YQ--");
        _answers.Enqueue(first);
        _answers.Enqueue(ServiceAnswers.Json("""{"value":[]}"""));

        var rows = new List<TableEntity>();
        await foreach (var row in Table().QueryAsync<TableEntity>("RowKey ge 'a'", 2, ["n", "m"], Stop)) rows.Add(row);

        const string Query = "GET https://acc.table.example/rows()?$format=application/json;odata=minimalmetadata&$select=n%2Cm&$filter=RowKey%20ge%20%27a%27&$top=2";
        Assert.Equal([Query, Query + "&NextPartitionKey=1%214%21cA--&NextRowKey=1%214%21YQ--"], _sent.Select(sent => sent.Split('\n')[0]));
        var found = Assert.Single(rows);
        Assert.Equal(("a", "W/\"1\"", 2026), (found.RowKey, found.ETag.ToString(), found.Timestamp!.Value.Year));
    }

    [Fact]
    public async Task ATransaction_IsOneChangeSet()
    {
        var answer = new HttpResponseMessage(System.Net.HttpStatusCode.Accepted)
        {
            Content = new StringContent(string.Join("\r\n",
                "--batchresponse_1", "Content-Type: multipart/mixed; boundary=changesetresponse_1", "",
                "--changesetresponse_1", "Content-Type: application/http", "Content-Transfer-Encoding: binary", "",
                "HTTP/1.1 204 No Content", "DataServiceVersion: 3.0;", $"ETag: {ETag1}", "", "",
                "--changesetresponse_1", "Content-Type: application/http", "Content-Transfer-Encoding: binary", "",
                "HTTP/1.1 204 No Content", "", "", "--changesetresponse_1--", "--batchresponse_1--", "")),
        };
        _answers.Enqueue(answer);

        var response = await Table().SubmitTransactionAsync(
            [
                new(TableTransactionActionType.Add, new TableEntity("p", "a")),
                new(TableTransactionActionType.Delete, new TableEntity("p", "b"), new ETag(ETag1)),
            ],
            Stop);

        Assert.Equal([204, 204], response.Value.Select(part => part.Status));
        Assert.Equal(ETag1, response.Value[0].Headers.ETag.ToString());
        Assert.Null(response.Value[1].Headers.ETag);
        Assert.Equal(
            $$"""
            POST https://acc.table.example/$batch
            Accept: application/json; odata=minimalmetadata
            DataServiceVersion: 3.0
            x-ms-version: 2020-12-06
            Content-Type: multipart/mixed; boundary=batch_1

            --batch_1
            Content-Type: multipart/mixed; boundary=changeset_1

            --changeset_1
            Content-Type: application/http
            Content-Transfer-Encoding: binary

            POST https://acc.table.example/rows HTTP/1.1
            DataServiceVersion: 3.0
            Accept: application/json;odata=minimalmetadata
            Prefer: return-no-content
            Content-Type: application/json
            Content-Length: 33

            {"PartitionKey":"p","RowKey":"a"}
            --changeset_1
            Content-Type: application/http
            Content-Transfer-Encoding: binary

            DELETE https://acc.table.example/rows(PartitionKey='p',RowKey='b') HTTP/1.1
            DataServiceVersion: 3.0
            Accept: application/json;odata=minimalmetadata
            If-Match: {{ETag1}}


            --changeset_1--
            --batch_1--

            """,
            RandomBoundary().Replace(Assert.Single(_sent), "_1"));
    }

    private TableClient Table() => new TableServiceClient(
        new Uri("https://acc.table.example"), new TableSharedKeyCredential("acc", "a2V5"), Stores.Options(new Recording(_sent, _answers)))
        .GetTableClient("rows");

    [GeneratedRegex("_[0-9a-f]{32}")]
    private static partial Regex RandomBoundary();
}
