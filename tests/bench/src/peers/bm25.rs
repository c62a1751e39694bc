//! Texts of facts → tantivy's index in memory; a question → the fact that BM25 ranks first.
//!
//! One document a fact. English goes in by words, Chinese by its characters and pairs of them. A question is asked in the field of its
//! script, term by term, without a query language to parse: the least work that gives BM25's ranking.

use herald::text::Lang;
use herald::text::token::is_han;
use tantivy::collector::TopDocs;
use tantivy::query::BooleanQuery;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{LowerCaser, NgramTokenizer, SimpleTokenizer, TextAnalyzer, TokenizerManager};
use tantivy::{Searcher, TantivyDocument, Term};

use super::texts::Text;

/// The memory for building it, the least that tantivy takes.
const BUDGET: usize = 15_000_000;

/// An index of one segment, so that the number of a document is that of its fact.
pub struct Index {
    searcher: Searcher,
    english: (Field, TextAnalyzer),
    chinese: (Field, TextAnalyzer),
}

impl Index {
    /// Of these texts.
    pub fn new(texts: &[Text]) -> Self {
        let pairs = NgramTokenizer::all_ngrams(1, 2).expect("one is at most two");
        let english = TextAnalyzer::builder(SimpleTokenizer::default()).filter(LowerCaser).build();
        let chinese = TextAnalyzer::builder(pairs).filter(LowerCaser).build();
        let tokenizers = TokenizerManager::new();
        let mut schema = Schema::builder();
        let mut field = |name: &str, analyzer: &TextAnalyzer| {
            tokenizers.register(name, analyzer.clone());
            let terms = TextFieldIndexing::default().set_tokenizer(name).set_index_option(IndexRecordOption::WithFreqs);
            schema.add_text_field(name, TextOptions::default().set_indexing_options(terms))
        };
        let english = (field("english", &english), english);
        let chinese = (field("chinese", &chinese), chinese);
        let index = tantivy::Index::builder().schema(schema.build()).tokenizers(tokenizers);
        let index = index.create_in_ram().expect("an index in memory");
        let mut writer = index.writer_with_num_threads(1, BUDGET).expect("a writer");
        for of_fact in texts.chunk_by(|a, b| a.fact == b.fact) {
            let mut document = TantivyDocument::default();
            for text in of_fact {
                document.add_text(if text.lang == Lang::Zh { chinese.0 } else { english.0 }, &text.words);
            }
            writer.add_document(document).expect("a document");
        }
        writer.commit().expect("the documents");
        let searcher = index.reader().expect("a reader").searcher();
        assert_eq!(searcher.segment_readers().len(), 1, "a writer of one thread makes one segment");
        Self { searcher, english, chinese }
    }

    /// The fact that is ranked first, if any term is in one.
    pub fn find(&self, text: &str) -> Option<usize> {
        let (field, analyzer) = if text.chars().any(is_han) { &self.chinese } else { &self.english };
        // A clone, since an analyzer is changed by its use: this is what tantivy's own parser does for each query.
        let mut analyzer = analyzer.clone();
        let mut terms = Vec::new();
        analyzer.token_stream(text).process(&mut |token| terms.push(Term::from_field_text(*field, &token.text)));
        let best = TopDocs::with_limit(1).order_by_score();
        let found =
            self.searcher.search(&BooleanQuery::new_multiterms_query(terms), &best).expect("a search in memory");
        found.first().map(|(_, at)| at.doc_id as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::{Index, Lang, Text};

    #[test]
    fn the_likest_fact_is_found_in_either_language() {
        let text = |fact, lang, text: &str| Text { fact, lang, words: text.to_owned() };
        let index = Index::new(&[
            text(0, Lang::En, "about 150 tons of pork"),
            text(0, Lang::Zh, "猪肉每天约150吨"),
            text(1, Lang::En, "about 500 tons of vegetables"),
            text(1, Lang::Zh, "蔬菜每天约500吨"),
        ]);
        for (question, found) in [
            ("how much pork", Some(0)),
            ("which vegetables", Some(1)),
            ("蔬菜多少", Some(1)),
            ("猪肉呢", Some(0)),
            ("weather", None),
        ] {
            assert_eq!(index.find(question), found, "{question}");
        }
    }
}
