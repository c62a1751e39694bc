//! Sequences of words → a tree in which sequences that start alike share their start.
//!
//! After `fresh food` and `fresh fish` the word `fresh` leads from the root to a node from which `food` and `fish` lead on.

use std::collections::hash_map::Entry;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::WordId;

/// A place in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Node(u32);

impl Node {
    /// Where every sequence starts.
    pub const ROOT: Self = Self(0);
    /// Where no sequence leads.
    pub const NOWHERE: Self = Self(u32::MAX);

    /// The nodes are counted from the root on.
    pub(super) fn number(self) -> u32 {
        self.0
    }
}

/// The tree.
#[derive(Debug)]
pub(super) struct Trie {
    /// Where each word leads from the root, where half of all steps are; the root itself where it leads nowhere.
    first: Vec<Node>,
    /// Where words lead from the other nodes.
    further: FxHashMap<(Node, WordId), Node>,
    nodes: u32,
}

impl Trie {
    /// The root alone; room for so many nodes.
    pub(super) fn with_capacity(room: usize) -> Self {
        Self { first: Vec::new(), further: FxHashMap::with_capacity_and_hasher(room, FxBuildHasher), nodes: 1 }
    }

    /// Where `word` leads from `node`, a new node if need be.
    pub(super) fn add(&mut self, node: Node, word: WordId) -> Node {
        let next = Node(self.nodes);
        if node == Node::ROOT {
            let at = word.0 as usize;
            if at >= self.first.len() {
                self.first.resize(at + 1, Node::ROOT);
            }
            let child = &mut self.first[at];
            if *child != Node::ROOT {
                return *child;
            }
            *child = next;
        } else {
            match self.further.entry((node, word)) {
                Entry::Occupied(child) => return *child.get(),
                Entry::Vacant(place) => _ = place.insert(next),
            }
        }
        self.nodes += 1;
        next
    }

    /// Where `word` leads from `node`.
    pub(super) fn walk(&self, node: Node, word: WordId) -> Option<Node> {
        if node == Node::ROOT {
            self.first.get(word.0 as usize).copied().filter(|child| *child != Node::ROOT)
        } else {
            self.further.get(&(node, word)).copied()
        }
    }

    /// How many nodes there are, with the root.
    pub(super) fn len(&self) -> usize {
        self.nodes as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_share_their_start() {
        let mut trie = Trie::with_capacity(0);
        let follow =
            |trie: &Trie, words: &[u32]| words.iter().try_fold(Node::ROOT, |node, &word| trie.walk(node, WordId(word)));
        for (words, nodes) in [(&[7, 1][..], 3), (&[7, 2], 4), (&[2], 5), (&[7], 5), (&[7, 1], 5), (&[2, 7, 1], 7)] {
            let end = words.iter().fold(Node::ROOT, |node, &word| trie.add(node, WordId(word)));
            assert_eq!(trie.len(), nodes, "{words:?}");
            assert_eq!(follow(&trie, words), Some(end), "{words:?}");
        }
        for words in [&[1][..], &[8], &[7, 7], &[2, 1], &[7, 1, 1]] {
            assert_eq!(follow(&trie, words), None, "{words:?}");
        }
    }
}
