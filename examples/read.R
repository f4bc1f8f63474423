# Articles per year and language in R: Rscript examples/read.R [DATABASE]
#
# Reads the SQLite database that `alwaght export sqlite alwaght.db` writes, with the packages DBI and RSQLite (tried with R 4.2).
# The Parquet files themselves load with the package arrow, which was not at hand, so this is untried:
#   articles <- arrow::open_dataset("data/current/articles")
#   dplyr::count(articles, lang) |> dplyr::collect()

arguments <- commandArgs(trailingOnly = TRUE)
database <- DBI::dbConnect(RSQLite::SQLite(), if (length(arguments) > 0) arguments[1] else "alwaght.db", flags = RSQLite::SQLITE_RO)

years <- DBI::dbGetQuery(database, "
    SELECT lang, substr(published, 1, 4) AS year, count(*) AS articles, round(avg(word_count)) AS words
    FROM articles GROUP BY lang, year ORDER BY lang, year
")
print(years)

found <- DBI::dbGetQuery(database, "
    SELECT articles.title FROM articles JOIN article_search s ON articles.rowid = s.rowid
    WHERE article_search MATCH ? ORDER BY rank LIMIT 5
", params = list("alwaght"))
print(found)

print(DBI::dbGetQuery(database, "SELECT text FROM about WHERE fact IN ('citation', 'rights')")$text)
DBI::dbDisconnect(database)
